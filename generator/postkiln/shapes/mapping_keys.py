"""The keys of an object -> what they are, where they are data and not names of fields."""

from __future__ import annotations

import re
from collections.abc import Iterable

_KINDS = {
    "numbers": r"[+-]?[0-9]+(\.[0-9]+)*",
    "dates": r"[0-9]{4}-[0-9]{2}(-[0-9]{2}([T ][0-9:.]+([Zz]|[+-][0-9:]+)?)?)?",
    "UUIDs": r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "locales": r"[a-z]{2,3}([-_][A-Z][a-z]{3})?[-_]([A-Z]{2}|[0-9]{3})",
    "e-mail addresses": r"[^@\s]+@[^@\s]+\.[a-z]+",
    "URLs": r"[a-z][a-z0-9+.-]*://.*",
    "tokens": r"(?=(?:[^0-9]*[0-9]){3})(?=[^A-Za-z]*[A-Za-z])[0-9A-Za-z_-]{16,}",
    "made-up keys": r"key_[0-9]+",  # what converters from OpenAPI write
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}
_LANGUAGE = re.compile(r"[a-z]{2}")


def kind_of_keys(keys: Iterable[str]) -> str | None:
    """What the keys are, in words, where all are data; None where one may be a name.

    A language alone (`en`) is a locale only beside one with a country: `id` and `to` are
    languages, too.
    """
    found: dict[str, None] = {}  # in order, each once
    has_languages = False
    for key in keys:
        kind = _kind_of(key)
        if kind is not None:
            found[kind] = None
        elif _LANGUAGE.fullmatch(key):
            has_languages = True
        else:
            return None
    if has_languages and "locales" not in found:
        return None
    return " and ".join(found) or None


def _kind_of(key: str) -> str | None:
    for kind, pattern in _PATTERNS.items():
        if pattern.fullmatch(key):
            return kind
    return None
