"""Names: any text to a Python identifier, and scopes in which each is used once.

Words are found in the text (NFKC, other scripts transliterated), joined in the style of
the place, bounded in length, and kept away from keywords. A `Scope` hands out names;
a name that is taken gives way to the next candidate, which is longer, then to a number.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from postkiln.python.syntax.source import Source

LONGEST = 60
"""Names are cut after this many characters, at a word."""

_UNNAMED = Source("name")
"""The name where neither a text nor its `lead` has a letter or digit."""

_WORD = re.compile(
    r"OAuth[0-9]*|GraphQL|Git(?:Hub|Lab)|PayPal|IPv[46]|iOS|macOS"  # read as one word
    r"|[A-Z]{2,}s(?![a-z])"  # an acronym in the plural: IDs, URLs
    r"|[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+[a-z]*"
)


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, lower-case ASCII: `getHTTPUrl-v2` -> get, http, url, v2."""
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        text = _transliterated(text)
    found = [word.lower() for word in _WORD.findall(text)]
    return tuple(_bounded(found))


def _transliterated(text: str) -> str:
    from anyascii import anyascii  # other scripts are rare, and its tables are large

    return anyascii("".join(map(_spaced, text)))


def _spaced(char: str) -> str:
    """An ideograph is a word of its own."""
    return f" {char} " if _ideograph(char) else char


def _ideograph(char: str) -> bool:
    return ord(char) >= 0x2E80 and unicodedata.category(char) == "Lo"


def _bounded(found: list[str]) -> list[str]:
    result: list[str] = []
    room = LONGEST
    for word in found:
        room -= len(word) + 1
        if room < 0 and result:
            break
        result.append(word[:LONGEST])
    return result


def snake(text: str, *, lead: str) -> Source:
    """A name for functions, arguments and fields. `lead` goes before a digit or nothing."""
    return _legal(_snake(text), _snake(_lead(lead)) + "_")


def pascal(text: str, *, lead: str) -> Source:
    """A name for classes. `lead` goes before a digit or nothing."""
    return _legal(_pascal(text), _pascal(_lead(lead)))


def constant(name: Source) -> Source:
    """The private module constant that goes with a name."""
    return Source("_" + name.upper().rstrip("_"))


def _snake(text: str) -> str:
    return "_".join(words(text))


def _pascal(text: str) -> str:
    return "".join(word.capitalize() for word in words(text))


def _lead(text: str) -> str:
    """A lead that is a name itself: it may be outside text, too."""
    found = words(text)
    return text if found and found[0][0].isalpha() else _UNNAMED


def _legal(name: str, lead: str) -> Source:
    """An identifier that is no keyword."""
    if not name:
        name = lead.rstrip("_")
    if name[0].isdigit():
        name = lead + name
    return Source(name + "_" if keyword.iskeyword(name) else name)


def checked_name(text: str) -> Source:
    """A name of a lock or of the configuration. ValueError: no name that Python takes."""
    if not (text.isascii() and text.isidentifier()) or keyword.iskeyword(text):
        raise ValueError(f"{text!r} is no name that postkiln gives")
    return Source(text)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who wants a name: the one that the lock has, if it has one, then the candidates."""

    locked: str | None
    candidates: Sequence[Source]


class Scope:
    """A namespace in which every name is given once; names compare without case.

    `reserved` names belong to the runtime or to the language: who wants one of them
    gets it with an underscore behind. A name is taken in all of its `forms`
    (`Async{}`, for a class that has a twin).
    """

    def __init__(
        self, reserved: Iterable[str] = (), *, forms: Sequence[str] = ("{}",)
    ) -> None:
        self._reserved = frozenset(reserved)
        self._forms = forms
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def claim(self, candidates: Iterable[Source]) -> Source:
        """The first free candidate; when none is, the last one with a number."""
        last = _UNNAMED
        for candidate in candidates:
            if (name := self._take(candidate)) is not None:
                return name
            last = candidate
        # From where the last one ended, so that a thousand equal names are no square.
        number = self._numbers.get(last, 2)
        while (name := self._take(Source(f"{last}_{number}"))) is None:
            number += 1
        self._numbers[last] = number + 1
        return name

    def claim_all(self, claims: Sequence[Claim]) -> list[Source]:
        """A name for each; those of the lock are given first."""
        names: dict[int, Source] = {}
        for index, claim in enumerate(claims):
            if claim.locked is not None:
                locked = checked_name(claim.locked)
                names[index] = self.claim((locked, *claim.candidates))
        for index, claim in enumerate(claims):
            if claim.locked is None:
                names[index] = self.claim(claim.candidates)
        return [names[index] for index in range(len(claims))]

    def _take(self, wanted: Source) -> Source | None:
        """The name as it is given, None where it is taken."""
        is_reserved = not self._reserved.isdisjoint(self._spelled(wanted))
        name = Source(wanted + "_") if is_reserved else wanted
        forms = [form.casefold() for form in self._spelled(name)]
        if not self._taken.isdisjoint(forms):
            return None
        self._taken.update(forms)
        return name

    def _spelled(self, name: str) -> Sequence[str]:
        return [form.format(name) for form in self._forms]
