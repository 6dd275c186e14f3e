"""What every dataclass of a client is. In: JSON objects. Out: the same, typed."""

from __future__ import annotations

from typing import Any, Self

from ..errors import DecodeError
from .context import found_in
from .convert import copy_json, decode, encode
from .plan import ModelBase


class Model(ModelBase):
    """A JSON object of the API as a dataclass.

    One that was decoded remembers its source, so that it encodes to what was received,
    with what was changed: unknown keys, nulls, absent keys, order and the writing of
    dates survive. The memory takes no part in `repr` and equality. It goes along with
    pickling and copying; `dataclasses.replace` makes a new model, which has none.
    """

    __slots__ = ()

    @classmethod
    def from_json(cls, data: Any, *, strict: bool = False) -> Self:
        """The model of a JSON object, as `json.loads` gives it; `data` stays the caller's.

        `strict` raises DecodeError at the first value that is missing or of another
        type; without it such values read `None` or stay as they came. Data that is no
        object raises DecodeError either way.
        """
        model = decode(cls, copy_json(data), strict=strict)
        if not isinstance(model, cls):
            raise DecodeError("$", cls.__name__, found_in(data))
        return model

    def to_json(self) -> dict[str, Any]:
        """The model as JSON data, a dict of its own. See `encode` for what is written."""
        encoded: dict[str, Any] = encode(self)
        return encoded
