"""A request with its secrets extracted: every text is a template from here on.

In: an item, with what it inherits. Out: the record that all later passes take and return.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from postkiln.build.inherit import ItemInScope
from postkiln.build.request import addresses, auths, digests, graphql, headers
from postkiln.build.request.addresses import AddressTemplate
from postkiln.build.request.auth_template import AuthTemplate, overridden_by
from postkiln.build.request.decision import UNDECIDED, Becomes, Decision
from postkiln.build.request.headers import HeaderTemplate
from postkiln.build.variables import CollectionVariables
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice
from postkiln.lockfile.records import ItemNames
from postkiln.model import template as templates
from postkiln.model.api import Value
from postkiln.model.template import Spelling, Template, Variable
from postkiln.postman.collection import Entry, Url
from postkiln.runtime.request.headers import TOKEN
from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import SecretExtractor, SecretSlot, SlotKind


@dataclass(frozen=True, slots=True)
class QueryTemplate:
    """A parameter of the query. `value` None: the key is sent alone.

    `is_credential`: its name says that the value is secret, or a secret was extracted.
    `entry` is what the collection has.
    """

    key: str
    value: Template | None
    is_credential: bool
    entry: Entry
    decision: Decision = UNDECIDED

    @property
    def is_sent(self) -> bool:
        return not self.entry.disabled

    @property
    def has_name(self) -> bool:
        """Whether the key can name an argument."""
        return self.key != "" and not templates.is_open(templates.parse(self.key))

    def templates(self) -> tuple[Template, Template]:
        return templates.parse(self.key), self.value or ()


@dataclass(frozen=True, slots=True)
class RequestTemplate:
    """What an item sends, but for its body, and what the passes find out about it.

    `url` is the address as the collection has it. `sent` and `saved` are the digests that
    find it in a lock, `locked` is what the lock has of it. `address_variable` is the whole
    address, where a call gives that, and `own` are the secrets written out in it, by the
    variables that stand for them. `path` says what the variables of the path become,
    `samples` what the item itself has for those that postkiln made, `written` how
    converters wrote those that they made. `values` lists what its texts became, those of
    the body not yet. `notices` are those of reading it.
    """

    item: ItemInScope
    address: AddressTemplate
    url: str
    query: tuple[QueryTemplate, ...]
    headers: tuple[HeaderTemplate, ...]
    auth: AuthTemplate | None
    graphql: Template | None
    sent: str
    saved: str
    notices: tuple[Notice, ...] = ()
    locked: ItemNames | None = None
    address_variable: Variable | None = None
    own: Mapping[Variable, str] = field(default_factory=dict[Variable, str], repr=False)
    path: Mapping[Variable, Decision] = field(default_factory=dict[Variable, Decision])
    samples: Mapping[Variable, str] = field(default_factory=dict[Variable, str])
    written: Mapping[Variable, str] = field(default_factory=dict[Variable, str])
    values: tuple[Value, ...] = ()

    @property
    def method(self) -> str:
        return self.item.item.request.method

    @property
    def texts(self) -> Iterator[QueryTemplate | HeaderTemplate]:
        """The items of the query and the headers."""
        yield from self.query
        yield from self.headers

    @property
    def call(self) -> str:
        """What it asks for: method and address."""
        return f"{self.method} {self.url}"

    def sent_query(self) -> Iterator[QueryTemplate]:
        return (each for each in self.query if each.is_sent)

    def sent_headers(self) -> Iterator[HeaderTemplate]:
        return (each for each in self.headers if each.is_sent)

    def credentials(self) -> Iterator[Template]:
        """The templates that hold secrets."""
        if self.auth is not None:
            yield from self.auth.credentials()
        for header in self.sent_headers():
            if header.decision.becomes is Becomes.CREDENTIAL:
                yield header.value
        if self.graphql is not None:
            yield templates.extracted(self.graphql)
        for item in self.sent_query():
            if item.decision.becomes is Becomes.CREDENTIAL:
                yield item.value or ()
        for variable, decision in self.path.items():
            if decision.becomes is Becomes.CREDENTIAL:
                yield (variable,)

    def in_sight(self) -> Iterator[Template]:
        """The templates of path, query and headers that are sent by themselves."""
        yield self.address.path
        for item in self.sent_query():
            if item.decision.becomes not in _NOT_SENT:
                yield from item.templates()
        for header in self.sent_headers():
            if header.decision.becomes not in _NOT_SENT:
                yield from header.templates()


# What a call gives; the text of the item is not sent by itself.
_NOT_SENT = (Becomes.REQUIRED, Becomes.OPTIONAL, Becomes.FRESH, Becomes.LEFT_OUT)


def request_of(
    item: ItemInScope,
    extractor: SecretExtractor,
    values: CollectionVariables,
    spelling: Spelling,
) -> RequestTemplate | Notice:
    """The template of an item's request; a notice where it cannot be sent at all."""
    url = item.item.request.url
    if url is None:
        return item.notice(Code.NO_URL)
    problem = _address_problem(item, url, values) or _method_problem(item)
    if problem is not None:
        return problem
    with extractor.recorded() as own:
        request = _request_of(item, url, extractor, spelling)
    return replace(request, own=own)


def _request_of(
    item: ItemInScope, url: Url, extractor: SecretExtractor, spelling: Spelling
) -> RequestTemplate:
    address = _extract_from_path(addresses.address_of(url), extractor, item)
    origin = Spelling().text(address.origin)
    auth, auth_notices = _auth(item, address, extractor)
    overridden = overridden_by(auth, item.auth)
    query = tuple(_query(url, overridden.query_key, origin, extractor, item.path))
    sent, header_notices = headers.headers_of(
        item, overridden.header, origin, extractor
    )
    path_notices = _path_notices(item, address)
    return RequestTemplate(
        item=item,
        address=address,
        url=spelling.text(address.template),
        query=query,
        headers=sent,
        auth=auth,
        graphql=_graphql(item, extractor),
        sent=digests.digest_sent(
            item.item,
            (each.key for each in query),
            (each.name for each in sent if each.is_sent),
        ),
        saved=digests.digest_saved(item.item),
        notices=(*path_notices, *auth_notices, *header_notices),
    )


def _address_problem(
    item: ItemInScope, url: Url, values: CollectionVariables
) -> Notice | None:
    if not (url.origin.strip() or any(url.path or ())):
        return item.notice(Code.NO_URL)
    if not url.origin.strip():
        return item.notice(Code.NO_URL, case="no_host")
    scheme = addresses.unsupported_scheme(templates.fill(url.origin, values.texts))
    if scheme is None:
        return None
    return item.notice(Code.UNSUPPORTED_SCHEME, scheme=scheme)


def _method_problem(item: ItemInScope) -> Notice | None:
    method = item.item.request.method
    if TOKEN.fullmatch(method):
        return None
    return item.notice(Code.UNUSABLE_ITEM, case="method", method=method)


def _extract_from_path(
    address: AddressTemplate, extractor: SecretExtractor, item: ItemInScope
) -> AddressTemplate:
    """Some APIs want keys in the path: only what is marked as one is taken for a secret."""
    slot = SecretSlot(SlotKind.PATH, "secret", "path secret")
    segments: list[Template] = []
    for segment in address.segments:
        text = Spelling().text(segment)
        if secrets.is_marked(text):
            segment = extractor.extract_if_secret(slot, text, item.path)
        segments.append(segment)
    return replace(address, segments=tuple(segments))


def _auth(
    item: ItemInScope, address: AddressTemplate, extractor: SecretExtractor
) -> tuple[AuthTemplate | None, tuple[Notice, ...]]:
    """The auth in force; user info of the address counts when nothing else does."""
    has_header = headers.has_authorization(item.item.request.headers)
    origin = Spelling().text(address.origin)
    auth = auths.auth_of(item.auth, extractor, origin)
    if auth is not None and has_header and auths.is_blank(item.auth):
        return None, ()
    if address.user is None or has_header:
        return auth, ()
    if auth is None:
        return auths.basic_of(address.user, item.path, extractor), ()
    if auth.kind != "apikey":
        return auth, ()
    return auth, (item.notice(Code.UNSUPPORTED_AUTH, case="user_info"),)


def _graphql(item: ItemInScope, extractor: SecretExtractor) -> Template | None:
    body = item.item.request.body
    if body is None or body.graphql is None or body.graphql.query is None:
        return None
    return graphql.extract_secrets(body.graphql.query, extractor, item.path)


_COLON = re.compile(r"\((:[A-Za-z_]\w*)\)")  # as OData writes it: `orders(:id)`


def _path_notices(item: ItemInScope, address: AddressTemplate) -> Iterator[Notice]:
    """`:name` inside a segment is text, for Postman too (postman-format 2.2)."""
    for segment in address.segments:
        found = _COLON.search(templates.literal(segment))
        if found is not None:
            yield item.notice(Code.PATH_TEXT, name=found[1])


def _query(
    url: Url,
    overridden: str,
    origin: str,
    extractor: SecretExtractor,
    where: tuple[str, ...],
) -> Iterator[QueryTemplate]:
    for entry in url.query:
        if not overridden or (entry.key or "") != overridden:
            yield _parameter(entry, origin, extractor, where)


def _parameter(
    entry: Entry, origin: str, extractor: SecretExtractor, where: tuple[str, ...]
) -> QueryTemplate:
    key, text = entry.key or "", entry.value or ""
    named_secret = secrets.names_secret(key)
    if entry.disabled or not _is_secret(key, text):
        value = None if entry.value is None else templates.parse(text)
        return QueryTemplate(key, value, named_secret, entry)
    slot = SecretSlot(SlotKind.QUERY, key, key or "key", f"@{origin}" if key else "")
    value = extractor.extract_if_secret(slot, text, where)
    is_extracted = bool(templates.extracted(value))
    return QueryTemplate(key, value, named_secret or is_extracted, entry)


def _is_secret(key: str, value: str) -> bool:
    """Whether a query entry's value is; one without a name is written as it stands."""
    if secrets.names_secret(key) and not secrets.is_trivial(value):
        return True
    is_named = key != "" and not templates.is_open(templates.parse(key))
    return not is_named and secrets.looks_secret(value)


def used_variables(requests: Iterable[RequestTemplate]) -> tuple[Variable, ...]:
    """The variables in sight of any request, each once, in order."""
    in_sight: list[Template] = []
    for request in requests:
        in_sight += request.in_sight()
    return templates.variables(*in_sight)
