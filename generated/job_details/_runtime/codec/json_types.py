"""How JSON values become typed ones, as data. `type_hints` makes it, the compilers read it.

An annotation becomes a `JsonType`: a table from the type of a JSON value to the conversion
of it. So a union is decided by a look-up where its members are of different JSON types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from ..omit import Omit

Decoder: TypeAlias = Callable[..., Any]
"""A compiled function. A fast one takes a JSON value, a checked one is a `CheckedDecoder`."""


class ModelPlan(Protocol):
    """What a conversion needs to know of a model. See `model_codec.ModelCodec`."""

    def decoder(self, *, checked: bool) -> Decoder:
        """The decoder of a dict as the model."""
        ...

    def keys(self) -> Set[str]:
        """The JSON keys of the model's fields."""
        ...


@dataclass(frozen=True, slots=True)
class AsIs:
    """The value stays as it is."""


@dataclass(frozen=True, slots=True)
class Parse:
    """A string is replaced by what `parse` returns for it, unless that is `None`.

    `expected` is the name of what it is parsed to, for messages.
    """

    parse: Callable[[str], Any]
    expected: str


@dataclass(frozen=True, slots=True)
class ModelOf:
    """A dict becomes a model."""

    plan: ModelPlan


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list becomes a new one with each item converted."""

    item: JsonType


@dataclass(frozen=True, slots=True)
class DictOf:
    """A dict becomes a new one with each value converted."""

    value: JsonType


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is converted by the one of these that fits it. See `choose_among`."""

    candidates: tuple[Conversion, ...]


Conversion: TypeAlias = AsIs | Parse | ModelOf | ListOf | DictOf | OneOf


@dataclass(frozen=True, slots=True)
class JsonType:
    """What an annotation admits.

    `conversions` has the types of JSON values that are admitted; it is `None` where any
    value is. `expected` is the annotation as messages name it.
    """

    expected: str
    conversions: Mapping[type, Conversion] | None

    def unchanged(self) -> tuple[type, ...]:
        """The types of values that are admitted and stay as they are."""
        pairs = (self.conversions or {}).items()
        return tuple(kind for kind, each in pairs if isinstance(each, AsIs))

    def changed(self) -> dict[type, Conversion]:
        """The types of values that are converted, and how."""
        pairs = (self.conversions or {}).items()
        return {kind: each for kind, each in pairs if not isinstance(each, AsIs)}


@dataclass(frozen=True, slots=True)
class ModelField:
    """A field of a model: attribute `name`, JSON key `key`.

    `absent` is what a missing key is decoded to. A model that was not decoded is encoded
    without the field where it is `None`, if it `defaults_to_none`.
    """

    name: str
    key: str
    type: JsonType
    absent: Omit | None
    defaults_to_none: bool

    @property
    def is_required(self) -> bool:
        """Whether objects are expected to have the key."""
        return self.absent is None and not self.defaults_to_none

    @property
    def may_be_none(self) -> bool:
        """Whether `None` is admitted, so that a missing key is no difference."""
        admitted = self.type.conversions
        return admitted is None or type(None) in admitted
