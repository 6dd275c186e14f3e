"""What comes out of the placing of bodies."""

from __future__ import annotations

from dataclasses import dataclass

from postkiln.model.api import Body, Value


@dataclass(frozen=True, slots=True)
class PlacedBody:
    """A body with what it sends by itself, and what was decided of its parts."""

    body: Body | None
    values: tuple[Value, ...] = ()


BODY = "body"
"""The name of a whole body of text; its fields are `body type`."""
