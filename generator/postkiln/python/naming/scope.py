"""Names: any text to a Python identifier, and scopes in which each is used once.

Words are found in the text (NFKC, other scripts transliterated), joined in the style of
the place, bounded in length; a keyword of Python gets `_` behind it. A `Scope` gives each
name once: where one is taken, the next candidate is tried, at last one with a number.
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
    """The character; blanks around an ideograph, which is a word of its own."""
    is_ideograph = ord(char) >= 0x2E80 and unicodedata.category(char) == "Lo"
    return f" {char} " if is_ideograph else char


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
    prefix = _snake(_lead(lead)) + "_"
    return _legal(_snake(text), prefix)


def pascal(text: str, *, lead: str) -> Source:
    """A name for classes. `lead` goes before a digit or nothing."""
    prefix = _pascal(_lead(lead))
    return _legal(_pascal(text), prefix)


def constant(name: Source) -> Source:
    """The private module constant that goes with a name."""
    return Source("_" + name.upper().rstrip("_"))


def _snake(text: str) -> str:
    return "_".join(words(text))


def _pascal(text: str) -> str:
    return "".join(word.capitalize() for word in words(text))


def _lead(text: str) -> str:
    """The text, if a name may begin with it: it may come from the collection, too."""
    found = words(text)
    if found and found[0][0].isalpha():
        return text
    return _UNNAMED


def _legal(name: str, prefix: str) -> Source:
    """An identifier that is no keyword."""
    if not name:
        name = prefix.rstrip("_")
    if name[0].isdigit():
        name = prefix + name
    if keyword.iskeyword(name):
        name += "_"
    return Source(name)


def checked_name(text: str) -> Source:
    """A name of a lock or of the configuration. ValueError: no name that Python takes."""
    is_identifier = text.isascii() and text.isidentifier()
    if not is_identifier or keyword.iskeyword(text):
        raise ValueError(f"{text!r} is no name that postkiln gives")
    return Source(text)


@dataclass(frozen=True, slots=True)
class Claim:
    """What something may be called: as the lock has it, if it does, then the candidates."""

    locked: str | None
    candidates: Sequence[Source]


class Scope:
    """A namespace in which every name is given once; names compare without case.

    `reserved` names belong to the runtime or to the language: a candidate that is one
    gets an underscore behind it. A name is taken in all of its `forms` (`Async{}`, for a
    class that has a twin).
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
        # Numbers go on from the last one: a thousand equal names take a thousand steps.
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
        name = wanted
        if not self._reserved.isdisjoint(self._spelled(wanted)):
            name = Source(wanted + "_")
        forms = [form.casefold() for form in self._spelled(name)]
        if not self._taken.isdisjoint(forms):
            return None
        self._taken.update(forms)
        return name

    def _spelled(self, name: str) -> Sequence[str]:
        return [form.format(name) for form in self._forms]
