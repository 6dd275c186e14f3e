"""Secrets that are written out in a collection are extracted: each becomes an option.

In: the literals of one build, with the slot each stands in. Out: a variable for each.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from postkiln.lockfile.records import SecretPlace
from postkiln.model import template as templates
from postkiln.model.template import Kind, Template, Variable
from postkiln.secrets import detect as secrets

Path = tuple[str, ...]


class SlotKind(StrEnum):
    """Which part of a request a secret is in."""

    AUTH = "auth"
    HEADER = "header"
    QUERY = "query"
    PATH = "path"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class SecretSlot:
    """What a secret is the value of, and the text that its option is named after.

    `scheme` is how the secret is sent, and where to: of one scheme, whatever is written
    out is one option. Without it, each literal is one.
    """

    kind: SlotKind
    name: str
    label: str
    scheme: str = ""

    @property
    def text(self) -> str:
        """What the lock calls it: `auth:bearer.token`, `header:X-Api-Key`."""
        return templates.without_braces(f"{self.kind}:{self.name}")

    @property
    def is_key(self) -> bool:
        """Whether whatever is written here is secret, unless it only names a scheme."""
        return self.kind is SlotKind.AUTH and not self.name.endswith("username")


@dataclass(frozen=True, slots=True)
class ExtractedSecret:
    """The variable that stands for a secret, the text its option is named after, and
    the secret itself."""

    variable: Variable
    label: str
    literal: str


class SecretExtractor:
    """Extracts the secrets of one build, in the order they are met.

    A slot has one variable for a literal, and for all literals of a scheme, but for those
    of one request; each further one is qualified by the folder or item it stands in. Where the lock has a variable for
    a place, that is the one. No name of `used`, the collection's own, is given away.
    """

    def __init__(
        self, locked: Iterable[SecretPlace] = (), used: frozenset[str] = frozenset()
    ) -> None:
        self._locked: dict[tuple[str, Path], list[str]] = {}
        self._locked_names: set[str] = set()
        for each in locked:
            for where in each.where:
                self._locked.setdefault((each.slot, where), []).append(each.variable)
                self._locked_names.add(each.variable)
        self._used = used
        self._by_slot: dict[str, dict[str, ExtractedSecret]] = {}
        self._by_scheme: dict[tuple[str, str], ExtractedSecret] = {}
        self._own: dict[Variable, str] = {}
        self._by_name: dict[str, ExtractedSecret] = {}
        self._places: dict[tuple[str, str, Path], None] = {}

    def extract(self, slot: SecretSlot, literal: str, where: Path) -> Variable:
        """The variable that stands for `literal` from here on. `where`: folder or item."""
        same_slot = self._by_slot.setdefault(slot.text.casefold(), {})
        secret = same_slot.get(literal) or self._of_scheme(slot, where)
        if secret is None or self._own.get(secret.variable, literal) != literal:
            secret = self._new(slot, literal, where, is_first=not same_slot)
            self._by_name[secret.variable.name] = secret
            if slot.scheme:
                self._by_scheme.setdefault((slot.text.casefold(), slot.scheme), secret)
        same_slot.setdefault(literal, secret)
        self._own[secret.variable] = literal
        self._places[slot.text, secret.variable.name, where] = None
        return secret.variable

    def _of_scheme(self, slot: SecretSlot, where: Path) -> ExtractedSecret | None:
        """The variable for all that is written out in a scheme, unless the lock has one."""
        locked = self._locked.get((slot.text, where), ())
        if any(map(self._is_free, locked)):
            return None
        known = next(
            (self._by_name[name] for name in locked if name in self._by_name), None
        )
        if known is not None or not slot.scheme:
            return known
        return self._by_scheme.get((slot.text.casefold(), slot.scheme))

    @contextmanager
    def recorded(self) -> Generator[Mapping[Variable, str]]:
        """The literals that are met meanwhile, by the variables that stand for them."""
        own: dict[Variable, str] = {}
        self._own = own
        yield own
        self._own = {}

    def extract_if_secret(self, slot: SecretSlot, text: str, where: Path) -> Template:
        """`text` as a template; extracted, unless it only names variables."""
        template = templates.parse(text)
        if templates.variables(template):
            beside = templates.literal(template)
            is_key = slot.is_key and not secrets.is_scheme(beside)
            if not is_key and not secrets.could_be_secret(beside):
                return template
        return (self.extract(slot, text, where),)

    def _new(
        self, slot: SecretSlot, literal: str, where: Path, *, is_first: bool
    ) -> ExtractedSecret:
        locked = self._locked.get((slot.text, where), ())
        name = next(filter(self._is_free, locked), None)
        if name is not None:
            label = _locked_label(name, slot, where)
        elif where and (slot.text in self._locked_names or not is_first):
            qualified = f"{slot.text}@{'/'.join(where)}"
            name = self._free(templates.without_braces(qualified))
            label = f"{where[-1]} {slot.label}"
        else:
            name, label = self._free(slot.text), slot.label
        return ExtractedSecret(Variable(name, Kind.EXTRACTED), label, literal)

    def _is_free(self, name: str) -> bool:
        return name not in self._by_name and name not in self._used

    def _free(self, name: str) -> str:
        number, free = 1, name
        while not self._is_free(free):
            number += 1
            free = f"{name}#{number}"
        return free

    def places(self) -> tuple[SecretPlace, ...]:
        """Where each variable is used, for the lock."""
        found: dict[tuple[str, str], list[Path]] = {}
        for slot, name, where in self._places:
            found.setdefault((slot, name), []).append(where)
        return tuple(SecretPlace(*key, tuple(where)) for key, where in found.items())

    def extracted(self) -> tuple[ExtractedSecret, ...]:
        """All that was extracted so far."""
        return tuple(self._by_name.values())


def _locked_label(name: str, slot: SecretSlot, where: Path) -> str:
    """The label that a name of the lock had when it was new.

    A qualified name (`slot@Folder/Item`) has the last part of its place in front.
    """
    _, is_qualified, place = name.removeprefix(slot.text).partition("@")
    if not is_qualified:
        return slot.label
    folder = place.rpartition("/")[2]
    # A folder's own name may hold `/` or braces, which the place cannot show.
    if place == templates.without_braces("/".join(where)):
        folder = where[-1]
    return f"{folder} {slot.label}"
