"""What a generated method hands to the runtime: one request, described.

Texts are templates. A variable in them (`{{name}}`) is filled from the call's arguments,
then from the client's options. `{{:id}}` stands for a path variable `:id`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from .auth.flow import Auth
from .behavior import POSTMAN, Behavior
from .omit import Omit
from .request.spec import Body, Query

T = TypeVar("T")


Outcomes = Callable[[], Mapping[int, Any]]
"""The type of answer by status, behind a call so that models load on first use."""


def no_outcomes() -> Mapping[int, Any]:
    """The outcomes of an operation whose collection shows none."""
    return {}


# No slots: on Python 3.11 `Operation[T](...)` fails for a frozen class that has them.
@dataclass(frozen=True, kw_only=True)
class Operation(Generic[T]):
    """One request of the API. `T` is the type of its 2xx answers.

    `name` is its path in the collection, for messages. `url` is the template of
    everything before the query. Headers are in the order they are sent; `OMIT` is the
    value of one that is sent only when the call gives it. `outcomes` maps a status to the
    type that its body is decoded into: JSON types and models, `str` for text, `bytes`, or
    `None` for no body.
    `stream`: answers are JSON lines or server-sent events, and that is the type of each.
    """

    name: str
    method: str
    url: str
    query: tuple[Query, ...] = ()
    headers: tuple[tuple[str, str | Omit], ...] = ()
    body: Body | None = None
    auth: Auth | None = None
    behavior: Behavior = POSTMAN
    outcomes: Outcomes = no_outcomes
    stream: Literal["", "lines", "events"] = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A client option: constructor argument `name`, then environment variable, then default.

    `variable` is what it fills in templates. A secret has no default and is in no message.
    `optional`: without a value, the header, query item or auth that holds it is left out;
    else it is missing, and a call that needs it fails. `origins` are the templates of those
    to which the collection sends a secret; none: to that of the client.
    """

    name: str
    variable: str
    environment_variable: str | None = None
    default: str | None = None
    secret: bool = False
    optional: bool = False
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSpec:
    """What a generated client knows of its API.

    `shadows` are the collection's variables that are called like dynamic ones. Each of
    the `environments` has values by variable. `origin` and `auth` are for
    `client.request(...)`; `origins` are those that other requests go to, as templates.
    `errors` maps statuses to the types of their bodies over the
    whole API; `error_classes` maps them to what is raised.
    """

    name: str
    options: tuple[Option, ...] = ()
    shadows: Mapping[str, str] = field(default_factory=dict[str, str])
    environments: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict[str, Mapping[str, str]]
    )
    origin: str = ""
    origins: tuple[str, ...] = ()
    auth: Auth | None = None
    errors: Outcomes = no_outcomes
    error_classes: Mapping[int, type[Exception]] = field(
        default_factory=dict[int, type[Exception]]
    )
