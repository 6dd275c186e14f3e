"""Place holders: texts that stand for any value of a type, as converters from OpenAPI write.

They are not data, but mock servers answer with them. Where a value of the type is
expected, such a text is no difference, and stays the text that it is.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Final

PLACEHOLDERS: Final[Mapping[str, tuple[type, ...]]] = {
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


def is_placeholder(value: Any, types: Container[type]) -> bool:
    """Whether the value is a place holder for one of these types of JSON values."""
    if type(value) is not str:
        return False
    stands_for = PLACEHOLDERS.get(value, ())
    return any(each in types for each in stands_for)
