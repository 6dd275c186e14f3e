"""The base class of every dataclass of a client. In: JSON objects. Out: the same, typed."""

from __future__ import annotations

from typing import Any, Self

from ..errors import DecodeError
from .context import found_in
from .convert import copy_json, decode, encode
from .type_hints import ModelBase


class Model(ModelBase):
    """A JSON object of the API as a dataclass.

    One that was decoded keeps the source, so that it is encoded to what was received with
    the changes made since: unknown keys, nulls, missing keys, the order of keys and the
    style of dates are the same. The source takes no part in `repr` and equality. It is
    pickled and copied with the model; `dataclasses.replace` makes a model without one.
    """

    __slots__ = ()

    @classmethod
    def from_json(cls, data: Any, *, strict: bool = False) -> Self:
        """The model of a JSON object, as `json.loads` returns it; `data` is copied.

        `strict` raises DecodeError if a value is missing or of another type; without it
        a missing value is decoded to `None`, and any other stays as it is. Data that is
        no object raises DecodeError either way.
        """
        model = decode(cls, copy_json(data), strict=strict)
        if not isinstance(model, cls):
            raise DecodeError("$", cls.__name__, found_in(data))
        return model

    def to_json(self) -> dict[str, Any]:
        """The model as JSON data, in a new dict. See `encode` for what it contains."""
        encoded: dict[str, Any] = encode(self)
        return encoded
