"""Where literals go that stand in a secret's place: each becomes a client option."""

from __future__ import annotations

from dataclasses import dataclass

from postkiln.model import secrets, templates


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
    """

    def __init__(self) -> None:
        self._slots: dict[str, dict[str, Kept]] = {}
        self._holes: dict[str, Kept] = {}

    def keep(self, slot: str, label: str, literal: str, where: tuple[str, ...]) -> str:
        """Take `literal` out; the answer is the template that stands in for it."""
        slot = templates.hole_name(slot)
        literals = self._slots.setdefault(slot.casefold(), {})
        if literal not in literals:
            if literals and where:
                slot, label = f"{slot}@{'/'.join(where)}", f"{where[-1]} {label}"
            kept = Kept(self._free(templates.hole_name(slot)), label, literal)
            literals[literal] = self._holes[kept.hole] = kept
        return templates.hole(literals[literal].hole)

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

    def kept(self) -> tuple[Kept, ...]:
        """All that was taken out so far."""
        return tuple(self._holes.values())
