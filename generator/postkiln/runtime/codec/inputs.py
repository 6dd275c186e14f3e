"""What arguments may be: the types that signatures of generated methods name."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import IO, Any

from .model import Model

FileContent = os.PathLike[str] | bytes | IO[bytes]
"""A path, the bytes themselves, or a file opened in binary mode."""

FileInput = FileContent | tuple[str, FileContent]
"""A file to send; a tuple gives it a name of its own, an empty one sends none."""

JsonInput = (
    Model | Mapping[str, Any] | Sequence[Any] | str | bytes | float | bool | None
)
"""A JSON document: an input or an answer of the API, plain data, or the text itself."""

FormInput = Model | Mapping[str, Any] | Sequence[tuple[str, Any]]
"""A form: an input of the API, a mapping of field names to values, or pairs of these."""
