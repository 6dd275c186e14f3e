"""What the API is: the endpoint model. No Postman in it, and no Python.

Comes out of `build` and goes into `python.plan`. Texts with variables (`{{name}}`)
are *templates*; a variable is filled from a client option or from an argument of the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from postkiln.diagnostics.notices import Notice
from postkiln.lockfile.records import ItemNames, SecretPlace, SharedPlace
from postkiln.model.auth import AuthScheme, RequestBehavior
from postkiln.model.bodies import Body as Body
from postkiln.model.bodies import BodyKind as BodyKind
from postkiln.model.bodies import FormEntry as FormEntry
from postkiln.model.bodies import FormField as FormField
from postkiln.model.bodies import Selector as Selector
from postkiln.model.responses import Example as Example
from postkiln.model.responses import Outcome as Outcome
from postkiln.model.responses import SavedResponses as SavedResponses
from postkiln.model.responses import Streamed as Streamed
from postkiln.model.secret import Sample as Sample
from postkiln.model.secret import Secret as Secret
from postkiln.shapes.lattice import Shape


class Role(StrEnum):
    """Why a variable is filled by the client and not by the call."""

    HOST = "host"
    CREDENTIAL = "credential"
    SHARED = "shared"  # used across folders


@dataclass(frozen=True, slots=True)
class ClientOption:
    """Something a client is made with. `variable` is the one it fills in templates.

    `label` is the text it is named after. `value` is the collection's own value: the
    default unless it is a `Secret`; None when the collection has none. `required`: without
    a value a call that needs it fails; else what holds it is left out. `row` names the row
    of the table that decided. `origins` are those to which a credential belongs, as
    templates; where there are none, that is the origin of the API. `in_address`: an
    address has it, and no address can do without.
    """

    variable: str
    label: str
    role: Role
    value: Sample = None
    description: str = ""
    required: bool = True
    row: str = ""
    origins: tuple[str, ...] = ()
    in_address: bool = False


class Place(StrEnum):
    """Where an argument of a call goes."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    VARIABLE = "variable"  # one in a body or elsewhere outside the path


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument of a call.

    `key` is the variable it fills (`job_id`; `:id` for a path variable), its query key or
    its header's name. `samples` are the item's own values, in order (several when a query
    key repeats); `shape` joins what they look like. `sent` says whether the item itself
    sends it, `written` what Postman sends for a variable that a converter wrote (`{id}`).
    `option` is the variable of the client option that stands in when the call
    leaves it out. `default` is the word that the signature has as its default value, so
    that it is sent unless the call says otherwise; OMIT takes it out. `choices` are the
    values that the description lists; others may be given too. `row` names the row of the
    table that decided what it is.
    """

    place: Place
    key: str
    label: str
    required: bool
    shape: Shape
    samples: tuple[Sample, ...] = ()
    sent: bool = True
    written: str | None = None
    option: str | None = None
    default: str | None = None
    choices: tuple[str, ...] = ()
    description: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A text of a request, and what it became: an argument, an option, a constant.

    `name` is its place and key (`query status`, `path order_id`, `body type`, `url`), as
    locks and configurations have it. `row` names the row of the table that decided.
    `locked` is what the lock keeps, which knows no configuration; empty: nothing.
    """

    name: str
    becomes: str
    row: str
    locked: str = ""


@dataclass(frozen=True, slots=True)
class HeaderEntry:
    """A header of an endpoint, in the order they are sent.

    `value` is the template that is sent when the call gives nothing; None: then nothing
    is sent. A header that no call gives (a constant) has a value and no parameter.
    """

    name: str
    value: str | None = None


@dataclass(frozen=True, slots=True)
class QueryEntry:
    """One place in the query of an endpoint, in the order they are sent.

    `fixed`: sent as `default` says even when the call gives nothing (a constant, or a
    client option). `default` None with `fixed`: the key alone.
    """

    key: str
    fixed: bool = False
    default: str | None = None


@dataclass(frozen=True, slots=True)
class NamedEnvironment:
    """Values of options, and of what shadows dynamic variables, by variable."""

    name: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LockIdentity:
    """How a lock finds a request again, and what it has of it.

    `id` is Postman's; `call` is method and address as the collection has them; `sends` and
    `shows` are digests of what goes into the request and of what is saved with it.
    """

    id: str = ""
    sends: str = ""
    shows: str = ""
    call: str = ""
    locked: ItemNames | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One request of the collection, as a call.

    `path` is the folder names and the item's own; `key` joins them with `/`, and the
    n-th repeat of a key gets `#n` (an item may be named like that: `index`, the position
    in the document, is what identifies an endpoint). `url` is the template of everything
    before the query. `parameters` come in the order path, query, headers, variables.
    `own_options` are the item's own values of client options, by variable, where they are
    not the option's value: for those who play it back. `values` is what each of its texts
    became. What comes before `saved` is the call; `saved` is the evidence of its answer,
    `identity` is for locks.
    """

    path: tuple[str, ...]
    key: str
    index: int
    method: str
    url: str
    description: str = ""
    query: tuple[QueryEntry, ...] = ()
    headers: tuple[HeaderEntry, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    auth: AuthScheme | None = None
    behavior: RequestBehavior = field(default_factory=RequestBehavior)
    own_options: tuple[tuple[str, Sample], ...] = ()
    values: tuple[Value, ...] = ()
    saved: SavedResponses = field(default_factory=SavedResponses)
    identity: LockIdentity = field(default_factory=LockIdentity)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What its responses show, sorted by status."""
        return self.saved.outcomes

    @property
    def examples(self) -> tuple[Example, ...]:
        """Its responses as they were saved."""
        return self.saved.examples

    def with_outcomes(self, outcomes: Iterable[Outcome]) -> Endpoint:
        return replace(self, saved=replace(self.saved, outcomes=tuple(outcomes)))

    @property
    def locked(self) -> ItemNames | None:
        """What the lock has of it."""
        return self.identity.locked

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def streamed(self) -> Streamed:
        """How its 2xx answers come."""
        for outcome in self.outcomes:
            is_success = outcome.status // 100 == 2
            if is_success and outcome.streamed is not Streamed.NO:
                return outcome.streamed
        return Streamed.NO


@dataclass(frozen=True, slots=True)
class Resource:
    """A folder: endpoints and resources below it, in document order.

    The root resource has an empty path; every other path is folder names from the top.
    """

    path: tuple[str, ...]
    description: str = ""
    endpoints: tuple[Endpoint, ...] = ()
    resources: tuple[Resource, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Api:
    """The whole API. `origin` is the template of the origin that most calls go to, and
    `other_origins` are those that others go to.

    `auth` is what a call that the collection lacks would inherit. `environments` have
    values of options; the first counts where none is chosen. `shadows` are variables of
    the collection that are called like dynamic ones. `values` are the values of
    variables, for those who play the collection back. `secrets` says where literals were
    extracted, `shared` where literals are sent that are options. Object bodies of errors (status 400 and above) with the same keys were
    joined over the whole collection, so outcomes whose keys are equal have equal shapes.
    """

    name: str
    root: Resource
    description: str = ""
    origin: str = ""
    other_origins: tuple[str, ...] = ()
    auth: AuthScheme | None = None
    options: tuple[ClientOption, ...] = ()
    environments: tuple[NamedEnvironment, ...] = ()
    shadows: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, Sample], ...] = ()
    secrets: tuple[SecretPlace, ...] = ()
    shared: tuple[SharedPlace, ...] = ()
    notices: tuple[Notice, ...] = ()


def endpoints(resource: Resource) -> Iterator[Endpoint]:
    """Every endpoint of a resource and below, outer resources first."""
    stack = [resource]
    while stack:
        node = stack.pop()
        yield from node.endpoints
        stack.extend(reversed(node.resources))


def in_document_order(resource: Resource) -> list[Endpoint]:
    """Every endpoint of a resource and below, as the items stand in the document."""
    return sorted(endpoints(resource), key=lambda endpoint: endpoint.index)
