"""Postman's dynamic variables, drawn anew at each place: `{{$guid}}` and its kin."""

from __future__ import annotations

import random
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime


def _uuid() -> str:
    return str(uuid.uuid4())


def _timestamp() -> str:
    return str(int(time.time()))


def _iso_timestamp() -> str:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    return now.replace("+00:00", "Z")


def _random_int() -> str:
    return str(random.randint(0, 1000))  # noqa: S311 - sample data, not a secret


_DRAWS: Mapping[str, Callable[[], str]] = {
    "$guid": _uuid,
    "$randomUUID": _uuid,
    "$timestamp": _timestamp,
    "$isoTimestamp": _iso_timestamp,
    "$randomInt": _random_int,
}


def draw(name: str) -> str | None:
    """A value of the dynamic variable, or None if there is none of this name."""
    make = _DRAWS.get(name)
    return None if make is None else make()
