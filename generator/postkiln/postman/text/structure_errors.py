"""Parts of a document that mean nothing in, the error that shows each on its line out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from postkiln.diagnostics.errors import InputError, Problem
from postkiln.diagnostics.places import Spot, Steps
from postkiln.postman.javascript import Object, kind_of
from postkiln.postman.text.excerpts import excerpt, position
from postkiln.postman.text.spans import positions

_LIST = "Make it the list of requests, or export the collection again"

TOLD = 20
"""How many problems of a file are told at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A part that cannot be what it has to be: where, below which folders, what to do."""

    spot: Spot
    path: tuple[str, ...]
    text: str
    remedy: str


class FaultError(Exception):
    """A document with faults; whoever has its text makes an InputError of them."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults


def no_list(node: Object, path: tuple[str, ...], steps: Steps) -> Fault | None:
    """What an object has where a folder or a collection has its list, if it has any."""
    item = node.get("item")
    if "item" in node and not isinstance(item, list):
        spot = Spot("", (*steps, "item"))
        return Fault(spot, path, f'"item" is {kind_of(item)}, not a list', _LIST)
    if isinstance(node.get("items"), list):
        text = 'the list of requests is called "item", not "items"'
        return Fault(Spot("", (*steps, "items")), path, text, "Rename it")
    return None


def bounded(problems: Iterable[Problem], place: str) -> tuple[Problem, ...]:
    """The first problems; that there are more, if there are."""
    found = tuple(islice(problems, TOLD + 1))
    if len(found) <= TOLD:
        return found
    return (
        *found[:TOLD],
        Problem(place, "there is more wrong with it", "Mend this first"),
    )


def located(error: FaultError, text: str, place: str) -> InputError:
    """The faults of a JSON document: each with its item, its JSON path and its line."""
    found = positions(text, [fault.spot.steps for fault in error.faults])
    return InputError(*bounded(_problems(error.faults, found, text, place), place))


def _problems(
    faults: tuple[Fault, ...],
    found: dict[Steps, int],
    text: str,
    place: str,
) -> Iterator[Problem]:
    for fault in faults:
        at = found.get(fault.spot.steps, 0)
        item = f"{' / '.join(fault.path)}: " if fault.path else ""
        where = f"{place}{position(text, at)}: {item}{fault.spot.pointer}"
        yield Problem(where, fault.text, fault.remedy, excerpt(text, at))


def placed(error: FaultError, place: str) -> InputError:
    """The faults of a document whose converter has said already where its parts stand."""
    found = (Problem(f.spot.place or place, f.text, f.remedy) for f in error.faults)
    return InputError(*bounded(found, place))
