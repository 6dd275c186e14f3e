"""Parts of a document that cannot be what they have to be in; the error for the user out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from postkiln.diagnostics.errors import DocumentProblem, InputError
from postkiln.diagnostics.places import Spot, Steps
from postkiln.postman.javascript import Object, kind_of
from postkiln.postman.text.json_parts import part_positions
from postkiln.postman.text.location import excerpt, line_and_column

_MAKE_LIST = "Make it the list of requests, or export the collection again"

MOST_PROBLEMS = 20
"""How many problems of a file are shown at once."""


@dataclass(frozen=True, slots=True)
class StructureProblem:
    """A part that cannot be what it has to be: where, below which folders, what to do."""

    spot: Spot
    path: tuple[str, ...]
    text: str
    remedy: str


class StructureError(Exception):
    """A document with such parts. The code that has its text makes an InputError of it."""

    def __init__(self, *problems: StructureProblem) -> None:
        super().__init__(*problems)
        self.problems = problems


def missing_list(
    node: Object, path: tuple[str, ...], steps: Steps
) -> StructureProblem | None:
    """What stands in place of the list of a folder or a collection; None for nothing."""
    item = node.get("item")
    if "item" in node and not isinstance(item, list):
        spot = Spot("", (*steps, "item"))
        text = f'"item" is {kind_of(item)}, not a list'
        return StructureProblem(spot, path, text, _MAKE_LIST)
    if isinstance(node.get("items"), list):
        spot = Spot("", (*steps, "items"))
        text = 'the list of requests is called "item", not "items"'
        return StructureProblem(spot, path, text, "Rename it")
    return None


def first_problems(
    problems: Iterable[DocumentProblem], place: str
) -> tuple[DocumentProblem, ...]:
    """The first problems; if there are more, one that says so."""
    found = tuple(islice(problems, MOST_PROBLEMS + 1))
    if len(found) <= MOST_PROBLEMS:
        return found
    text = "there are more mistakes in it"
    more = DocumentProblem(place, text, "Correct these first")
    return (*found[:MOST_PROBLEMS], more)


def json_error(error: StructureError, text: str, place: str) -> InputError:
    """The problems of a JSON document: each with its item, its JSON path and its line."""
    found = _in_json(error, text, place)
    return InputError(*first_problems(found, place))


def _in_json(error: StructureError, text: str, place: str) -> Iterator[DocumentProblem]:
    wanted = [each.spot.steps for each in error.problems]
    starts = part_positions(text, wanted)
    for each in error.problems:
        at = starts.get(each.spot.steps, 0)
        where = f"{place}{line_and_column(text, at)}: "
        if each.path:
            where += " / ".join(each.path) + ": "
        where += each.spot.pointer
        lines = excerpt(text, at)
        yield DocumentProblem(where, each.text, each.remedy, lines)


def yaml_error(error: StructureError, place: str) -> InputError:
    """The problems of a document whose converter knows the line of each part."""
    found = _in_yaml(error, place)
    return InputError(*first_problems(found, place))


def _in_yaml(error: StructureError, place: str) -> Iterator[DocumentProblem]:
    for each in error.problems:
        where = each.spot.place or place
        yield DocumentProblem(where, each.text, each.remedy)
