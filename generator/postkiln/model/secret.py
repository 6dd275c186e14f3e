"""`Secret`: a value that no repr and no message shows."""

from __future__ import annotations


class Secret:
    """A value that must not be shown or written: its text is behind `reveal()` only."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself, for code that sends it (`verify`)."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)


Sample = str | Secret | None
"""A value the collection itself uses; a template. None: the key is sent alone."""
