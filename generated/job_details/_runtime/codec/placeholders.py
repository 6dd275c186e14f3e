"""Texts that stand for any value of a type, as converters from OpenAPI write examples.

They are no data, but mock servers answer with them: where a value of the type may stand,
such a text is no difference. It stays the text that it is.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Final

_KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "<integer>": (int, float),
    "<long>": (int, float),
    "<number>": (float,),
    "<float>": (float,),
    "<double>": (float,),
    "<boolean>": (bool,),
    "<date>": (str,),
    "<dateTime>": (str,),
    "<object>": (dict,),
    "<array>": (list,),
}


def stands_in(value: Any, kinds: Container[type]) -> bool:
    """Whether the value stands for one of these types of JSON values."""
    return type(value) is str and any(kind in kinds for kind in _KINDS.get(value, ()))
