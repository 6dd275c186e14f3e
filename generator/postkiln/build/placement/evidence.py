"""What the whole collection says of its texts: how often they are sent, and where.

In: all requests, those that are not asked for as well, so that choosing some changes
nothing. Out: `CollectionEvidence`, which the facts of each text are looked up in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from postkiln.build.placement.tables.names import words_of
from postkiln.build.placement.tables.path_table import MIN_WORDS
from postkiln.build.placement.tables.texts import TextKind, kind_of
from postkiln.build.request.requests import QueryTemplate, RequestTemplate
from postkiln.model import template as templates
from postkiln.model.template import Template, Variable

Origin = Template
Sent = tuple[Origin, str, Template]
"""An origin, the place and key of a text, and the text."""

_LEAST = 3  # requests that must send the same before it is the same everywhere
_TOKEN_WORDS = frozenset(("token", "tokens", "oauth", "oauth2", "authorize", "login"))


def query_place(key: str) -> str:
    return f"query {key}"


def header_place(name: str) -> str:
    return f"header {name.lower()}"


@dataclass(frozen=True, slots=True)
class Siblings:
    """The items of one method and path: for each query key, the values that they send."""

    count: int
    values: Mapping[str, tuple[Template, ...]]

    def some_lack(self, key: str) -> bool:
        """Whether some items send the key and others do not."""
        return 0 < len(self.values.get(key, ())) < self.count

    def other_words(self, key: str, value: Template) -> bool:
        """Whether another item has another word under the key."""
        words = [v for v in self.values.get(key, ()) if kind_of(v) is TextKind.WORD]
        return any(word != value for word in words)


@dataclass(frozen=True, slots=True)
class CollectionEvidence:
    """Counts over all requests but those that fetch tokens."""

    requests: Mapping[Origin, int]
    origins: frozenset[Origin]
    sent: Mapping[Sent, int]
    beginnings: Mapping[tuple[Origin, tuple[Template, ...]], int]
    following: Mapping[tuple[Origin, tuple[Template, ...]], frozenset[str]]
    in_paths: frozenset[Variable]
    siblings: Mapping[str, Siblings]

    def is_everywhere(self, origin: Origin, place: str, value: Template) -> bool:
        """Whether three of four requests to the origin, and three at least, send it."""
        if kind_of(value) is TextKind.PLACEHOLDER:
            return False
        return self._is_most(self.sent.get((origin, place, stripped(value)), 0), origin)

    def is_origin(self, variable: Variable) -> bool:
        """Whether paths follow the variable elsewhere, or it is all that is called."""
        return (variable,) in self.origins or not self.origins

    def is_beginning(self, origin: Origin, segments: tuple[Template, ...]) -> bool:
        """Whether paths of the origin begin with the segments, and different words follow."""
        key = (origin, segments)
        words = self.following.get(key, frozenset())
        is_usual = self._is_most(self.beginnings.get(key, 0), origin)
        return is_usual and len(words) >= MIN_WORDS

    def _is_most(self, count: int, origin: Origin) -> bool:
        return count >= _LEAST and 4 * count >= 3 * self.requests.get(origin, 0)


def stripped(value: Template) -> Template:
    """The text without blanks around it."""
    parts = list(value)
    if parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip()
    if parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    return tuple(part for part in parts if part)


def evidence_of(requests: Sequence[RequestTemplate]) -> CollectionEvidence:
    """The evidence of all requests of a collection."""
    counted = [each for each in requests if not fetches_token(each)]
    origins = Counter(each.address.origin for each in counted)
    sent: Counter[Sent] = Counter()
    beginnings: Counter[tuple[Origin, tuple[Template, ...]]] = Counter()
    following: dict[tuple[Origin, tuple[Template, ...]], set[str]] = {}
    for request in counted:
        origin = request.address.origin
        for place, value in dict.fromkeys(_sent(request)):
            sent[origin, place, stripped(value)] += 1
        for segments, after in _beginnings(request.address.segments):
            beginnings[origin, segments] += 1
            if after:
                following.setdefault((origin, segments), set()).add(after)
    return CollectionEvidence(
        requests=origins,
        origins=frozenset(
            r.address.origin for r in requests if any(r.address.segments)
        ),
        sent=sent,
        beginnings=beginnings,
        following={key: frozenset(words) for key, words in following.items()},
        in_paths=frozenset(templates.variables(*(r.address.path for r in requests))),
        siblings=_siblings(requests),
    )


def _sent(request: RequestTemplate) -> Iterable[tuple[str, Template]]:
    for item in request.sent_query():
        yield query_place(item.key), item.value or ()
    for header in request.sent_headers():
        yield header_place(header.name), header.value


def _beginnings(
    segments: tuple[Template, ...],
) -> Iterable[tuple[tuple[Template, ...], str]]:
    """The beginnings of a path that end in a variable, and the word behind each.

    A path begins with as many variables as it likes, but only the first few segments are
    looked at: an API has no longer common beginning.
    """
    for length, segment in enumerate(segments[:_LONGEST_BEGINNING], 1):
        if templates.variables(segment):
            yield segments[:length], _first_word(segments[length : length + 1])


def _first_word(segments: tuple[Template, ...]) -> str:
    """What the first of the segments begins with, where that is no variable."""
    match segments:
        case ((str(word), *_), *_):
            return word
        case _:
            return ""


_LONGEST_BEGINNING = 8


def fetches_token(request: RequestTemplate) -> bool:
    """Whether a request asks for a token: it says `grant_type`, or its path ends so."""
    if any(each.key == "grant_type" for each in request.query):
        return True
    body = request.item.item.request.body
    if body is not None:
        keys = [entry.key for entry in body.urlencoded]
        if "grant_type" in keys or '"grant_type"' in body.raw:
            return True
    last = [templates.literal(each) for each in request.address.segments if each]
    words = words_of(last[-1]) if last else ()
    return bool(_TOKEN_WORDS.intersection(words[-1:]))


def same_call(request: RequestTemplate) -> str:
    """What items of one method and path have in common, whatever their variables are called."""
    parts = [part if isinstance(part, str) else "{}" for part in request.address.path]
    return f"{request.method} {request.address.origin} {''.join(parts)}"


def _siblings(requests: Iterable[RequestTemplate]) -> Mapping[str, Siblings]:
    groups: dict[str, list[RequestTemplate]] = {}
    for request in requests:
        groups.setdefault(same_call(request), []).append(request)
    return {call: _siblings_of(group) for call, group in groups.items()}


def _siblings_of(group: Sequence[RequestTemplate]) -> Siblings:
    values: dict[str, list[Template]] = {}
    for request in group:
        first: dict[str, QueryTemplate] = {}
        for item in request.sent_query():
            first.setdefault(item.key, item)
        for key, item in first.items():
            values.setdefault(key, []).append(item.value or ())
    return Siblings(len(group), {key: tuple(each) for key, each in values.items()})
