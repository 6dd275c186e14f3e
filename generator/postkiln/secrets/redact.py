"""Where literals go that stand in a secret's place: each becomes a client option."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from postkiln.lockfile.records import SecretPlace
from postkiln.model import template as templates
from postkiln.secrets import detect as secrets

_Place = tuple[str, tuple[str, ...]]  # a slot, and the folder or item it is in


@dataclass(frozen=True, slots=True)
class Kept:
    """A literal taken out: the hole it left, the text it is named after, and itself."""

    hole: str
    label: str
    literal: str


class Vault:
    """Gathers the literals of one build, in the order they are met.

    A slot (`auth:bearer.token`, `header:X-Api-Key`) has one hole as long as one literal
    is met in it; each further literal is qualified by the folder or item it stands in.
    Where the lock has a hole for a place, that is the hole.
    """

    def __init__(self, lock: Iterable[SecretPlace] = ()) -> None:
        self._locked: dict[_Place, list[str]] = {}
        for each in lock:
            for where in each.where:
                self._locked.setdefault((each.slot, where), []).append(each.hole)
        self._places: dict[tuple[_Place, str], None] = {}
        self._slots: dict[str, dict[str, Kept]] = {}
        self._holes: dict[str, Kept] = {}

    def keep(self, slot: str, label: str, literal: str, where: tuple[str, ...]) -> str:
        """Take `literal` out; the answer is the template that stands in for it."""
        slot = templates.hole_name(slot)
        literals = self._slots.setdefault(slot.casefold(), {})
        if literal not in literals:
            kept = self._taken(slot, label, literal, where, is_first=not literals)
            literals[literal] = self._holes[kept.hole] = kept
        self._places[(slot, where), literals[literal].hole] = None
        return templates.hole(literals[literal].hole)

    def _taken(
        self,
        slot: str,
        label: str,
        literal: str,
        where: tuple[str, ...],
        *,
        is_first: bool,
    ) -> Kept:
        locked = self._locked.get((slot, where), ())
        free = (hole for hole in locked if hole not in self._holes)
        if (hole := next(free, None)) is not None:
            return Kept(hole, _label(hole, slot, label, where), literal)
        known = {hole for holes in self._locked.values() for hole in holes}
        if where and (slot in known or not is_first):
            slot, label = f"{slot}@{'/'.join(where)}", f"{where[-1]} {label}"
        return Kept(self._free(templates.hole_name(slot)), label, literal)

    def shield(self, slot: str, label: str, text: str, where: tuple[str, ...]) -> str:
        """`text` as written when it only names variables, else taken out of sight."""
        beside = templates.literal(text)
        is_key = slot.startswith("auth:") and not slot.endswith("username")
        is_told = is_key and not secrets.is_scheme(beside)
        if templates.holes(text) and not (is_told or secrets.could_be_secret(beside)):
            return text
        return self.keep(slot, label, text, where)

    def _free(self, name: str) -> str:
        number, free = 1, name
        while free in self._holes:
            number += 1
            free = f"{name}#{number}"
        return free

    def places(self) -> tuple[SecretPlace, ...]:
        """Where each hole is used, for the lock."""
        found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        for (slot, where), hole in self._places:
            found.setdefault((slot, hole), []).append(where)
        return tuple(SecretPlace(*key, tuple(where)) for key, where in found.items())

    def kept(self) -> tuple[Kept, ...]:
        """All that was taken out so far."""
        return tuple(self._holes.values())


def _label(hole: str, slot: str, label: str, where: tuple[str, ...]) -> str:
    """What a hole of the lock is named after, as when it was new: its slot, or the place
    too that it is qualified by."""
    _, qualified, place = hole.removeprefix(slot).partition("@")
    if not qualified:
        return label
    own = templates.hole_name("/".join(where))
    return f"{where[-1] if place == own else place.rpartition('/')[2]} {label}"
