"""What a part of a path becomes, row by row: a variable in it, or a literal segment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from postkiln.build.placement.tables.names import Says, is_version, says
from postkiln.build.placement.tables.rows import Row
from postkiln.build.request.decision import Becomes
from postkiln.model.template import Kind, Variable

MIN_WORDS = 3  # different words that follow a segment which all paths begin with


@dataclass(frozen=True, slots=True)
class PathVariable:
    """A variable in a path, and what is known of it.

    `is_sample`: it stands for a literal that names one thing.
    `is_leading`: it is in the segments that paths of this origin begin with, and as many
    words follow. `is_query`: it is at the end, and its value is a query. `is_choosing`: its
    value is part of the name of another variable, as in `{{{{stage}}_path}}`.
    """

    variable: Variable
    is_sample: bool = False
    is_choosing: bool = False
    has_value: bool = False
    is_leading: bool = False
    is_query: bool = False


_OF_THE_API = (
    *(Says.VERSION, Says.BASE_PATH, Says.PREFIX, Says.TENANT),
    *(Says.REALM, Says.REGION, Says.LOCALE, Says.STAGE),
)


def _is_secret(text: PathVariable) -> bool:
    return text.variable.kind is Kind.EXTRACTED


def _is_choosing(text: PathVariable) -> bool:
    return text.is_choosing


def _is_query(text: PathVariable) -> bool:
    return text.is_query


def _is_signed_query(text: PathVariable) -> bool:
    return text.is_query and says(text.variable.name, Says.SIGNED_QUERY)


def _is_leading(text: PathVariable) -> bool:
    return text.is_leading


def _is_of_the_api(text: PathVariable) -> bool:
    is_own = text.variable.kind is Kind.COLLECTION
    return is_own and text.has_value and says(text.variable.name, *_OF_THE_API)


PATH_TABLE: Final[Sequence[Row[PathVariable]]] = (
    Row("path: a key that says that it is one", _is_secret, Becomes.CREDENTIAL),
    Row(
        "path: a variable that chooses another",  # what a call gives chooses nothing
        _is_choosing,
        Becomes.REQUIRED_OPTION,
    ),
    Row(
        "path: a variable that stands for a query with a credential",
        _is_signed_query,
        Becomes.CREDENTIAL,
    ),
    Row("path: a variable that stands for a query", _is_query, Becomes.OPTION),
    Row(
        "path: a variable that all paths begin with",
        _is_leading,
        Becomes.REQUIRED_OPTION,
    ),
    Row(
        "path: a variable with a value, for all of the API by its name",
        _is_of_the_api,
        Becomes.OPTION,
    ),
    Row("path: a sample", lambda text: text.is_sample, Becomes.REQUIRED),
    Row("path: any other variable", lambda _: True, Becomes.REQUIRED),
)

ROOTS = frozenset(("api", "rest", "v", "version"))
"""What numbers stand behind that are a version, and no id."""

VERBS = frozenset(
    (
        *(
            "add",
            "all",
            "by",
            "copy",
            "create",
            "delete",
            "edit",
            "fetch",
            "find",
            "get",
        ),
        *("id", "list", "new", "patch", "post", "put", "query", "read", "remove"),
        *("replace", "retrieve", "search", "set", "show", "update", "view"),
    )
)
"""Segments that name no thing, so no argument is named after them."""


def is_constant_number(text: str, before: Sequence[str]) -> bool:
    """Whether a number in a path is of the address, and names no thing.

    `before` are the literal segments before it. So are those with a decimal point, the
    first ones, and those behind `api`, `v` or a version: `/1/boards`, `/v2/2024/report`.
    """
    words = [each for each in before if any(map(str.isalpha, each))]
    if "." in text or not words:
        return True
    return before[-1].lower() in ROOTS or is_version(before[-1])


def named_after(before: Sequence[str]) -> str:
    """The literal segment that a sample behind it is named after; empty where none is."""
    for segment in reversed(before):
        names_nothing = segment.lower() in VERBS or is_version(segment)
        if not names_nothing and any(map(str.isalpha, segment)):
            return segment
    return ""
