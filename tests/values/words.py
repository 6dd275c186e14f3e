"""The table of words (`Says`) and the keys of the corpus, from both sides.

For each meaning: the keys that say it, and the near misses, which have one of its words
in them and do not say it. With counts of items. A reader looks for keys on the wrong side.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from corpus import written
from corpus.written import Json, Object
from values.literals import VARIABLE, as_text, headers, items, rows

from postkiln.build.placement.tables.names import Says, says, words_of

PLACES: Mapping[Says, tuple[str, ...]] = {
    Says.VERSION: ("path", "query", "header"),
    Says.FORMAT: ("query", "header"),
    Says.LOCALE: ("path", "query"),
    Says.BASE_PATH: ("path",),
    Says.PREFIX: ("path",),
    Says.TENANT: ("path", "query"),
    Says.REALM: ("path",),
    Says.REGION: ("path", "query"),
    Says.STAGE: ("path",),
    Says.BRANCH: ("query",),
    Says.ORIGIN: ("address",),
    Says.QUERY_STRING: ("path",),
    Says.ONE_THING: ("query",),
    Says.PAGING: ("query",),
    Says.SORTING: ("query",),
    Says.FIELDS: ("query",),
    Says.SELECTOR: ("query", "body"),
    Says.KIND: ("query", "body"),
    Says.PROTOCOL: ("body",),
    Says.ONCE: ("query",),
    Says.IDEMPOTENCY: ("header",),
    Says.ONE_CALL: ("header",),
    Says.READING: ("header",),
    Says.TRANSPORT: ("header",),
    Says.WHO: ("header",),
}
"""Whose names each is asked of: keys, but of paths the variables, and of `address` those
that a whole address begins with."""

Keys = Mapping[str, Counter[str]]
_AFTER = frozenset(("code", "id", "key", "name", "number", "tag", "type", "uri", "url"))
"""Words that many names end in, and that say nothing by themselves."""

_LONG = 5  # letters of a word that is looked for inside a longer one, too


def keys_of(files: Sequence[Path]) -> Keys:
    """The names at each place, with the number of items that have them there."""
    found: dict[str, Counter[str]] = {}
    for document in _documents(files):
        for _, item in items(document):
            for place, key in set(_keys(item)):
                found.setdefault(place, Counter())[key] += 1
    return found


def _documents(files: Sequence[Path]) -> Iterator[Json]:
    for file in files:
        try:
            yield from written.documents(file)
        except ValueError:  # no JSON: the sweep says that it is refused
            continue


def _keys(item: Object) -> Iterator[tuple[str, str]]:
    request = item.get("request")
    if not isinstance(request, dict):
        return
    yield from _url_keys(request.get("url"))
    yield from (("header", name) for name, _ in headers(request.get("header")) if name)
    body = request.get("body")
    yield from (("body", key) for key in _body_keys(body))


def _url_keys(url: Json) -> Iterator[tuple[str, str]]:
    raw = url if isinstance(url, str) else ""
    if isinstance(url, dict):
        raw = as_text(url.get("raw"))
        for row in rows(url.get("query")):
            yield "query", as_text(row.get("key"))
    beginning = VARIABLE.match(raw)
    if beginning:
        yield "address", beginning[1]
        raw = raw[beginning.end() :]
    path = raw.partition("?")[0].partition("//")[2] or raw.partition("?")[0]
    path = path.partition("/")[2]
    yield from (("path", name) for name in VARIABLE.findall(path))
    yield from (("path", name) for name in re.findall(r"/:(\w+)", f"/{path}"))


def _body_keys(body: Json) -> Iterator[str]:
    if not isinstance(body, dict):
        return
    for mode in ("urlencoded", "formdata"):
        yield from (as_text(row.get("key")) for row in rows(body.get(mode)))
    try:
        value = json.loads(as_text(body.get("raw")))
    except ValueError:
        return
    if isinstance(value, dict):
        yield from value


def near(meaning: Says, key: str) -> bool:
    """Whether one of the words of a meaning is in a key that does not say it."""
    words = set(re.findall(r"[a-z]{2,}", meaning.value)) - _AFTER
    own = set(words_of(key))
    joined = "".join(words_of(key))
    inside = any(len(word) >= _LONG and word in joined for word in words)
    return not says(key, meaning) and (bool(words & own) or inside)


def table(keys: Keys) -> Iterator[str]:
    """Three paragraphs for each meaning: what it is asked of, who says it, who nearly does."""
    for meaning, places in PLACES.items():
        counted = sum((keys.get(place, Counter()) for place in places), Counter[str]())
        saying = {key: n for key, n in counted.items() if says(key, meaning)}
        missing = {key: n for key, n in counted.items() if near(meaning, key)}
        yield f"{meaning.name} ({', '.join(places)})"
        yield f"    says it: {_listed(saying)}"
        yield f"    does not: {_listed(missing)}"


def _listed(keys: Mapping[str, int]) -> str:
    ordered = sorted(keys.items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{key} {count}" for key, count in ordered) or "none"
