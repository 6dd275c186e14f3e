"""The types of arguments that signatures of generated methods name."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import IO, Any

from .model import Model

FileContent = os.PathLike[str] | bytes | IO[bytes]
"""A path, the bytes themselves, or a file that is open in binary mode."""

FileInput = FileContent | tuple[str, FileContent]
"""A file to send. A tuple gives it another name; an empty name sends no file name."""

JsonInput = (
    Model | Mapping[str, Any] | Sequence[Any] | str | bytes | float | bool | None
)
"""A JSON document: a model of the API, plain data, or the JSON text itself."""

JsonObject = Mapping[str, Any] | str | bytes
"""A JSON object: a mapping, or its text; a method says which models it takes besides."""

FormInput = Mapping[str, Any] | Sequence[tuple[str, Any]] | str | bytes
"""A form: field names and values as a mapping or pairs, or its text."""
