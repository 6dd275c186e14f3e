"""The literals of collections that calls send without being told.

Every method is called with nothing but what it requires, all of it stand-ins, and what
left is compared with what the author typed into the item. A reader looks for texts that
name one thing: none may be among them. Versions, words of protocols and media types may.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, unquote_plus

import httpx2
from corpus import written
from support.processes import pool
from values.calling import Called, calls
from values.literals import Literal, as_text, items, literals, variables
from values.stand_ins import stand_ins

import postkiln
from postkiln.diagnostics.errors import PostkilnError

Place = tuple[str, str, str]
"""`path`, `query`, `header` or `body`, the key there, and the literal that was sent."""

_LONG = 6  # characters of a literal that is looked for inside a longer text, too


@dataclass(frozen=True, slots=True)
class Unasked:
    """What the calls of a file sent: for each literal the number of methods."""

    file: str
    methods: int = 0
    found: Counter[Place] = field(default_factory=Counter[Place])
    errors: Counter[str] = field(default_factory=Counter[str])

    def with_call(self, error: str, found: Iterable[Place]) -> Unasked:
        """The same with a call more: what it sent, or why it sent nothing."""
        errors = Counter((_ITS_OWN.sub("...", error)[:90],) if error else ())
        return Unasked(
            self.file,
            self.methods + 1,
            self.found + Counter(set(found)),
            self.errors + errors,
        )


_ITS_OWN = re.compile(r"'[^']*'|\".*\"|^[^:]*: [^:]*: ")
"""What an error says of one call."""


def unasked(file: Path) -> Unasked:
    """What the methods of a collection file send by themselves; a refused one has none."""
    counted = Unasked(file.name)
    try:
        parts = postkiln.split(file.read_bytes(), place=file.name)
        documents = written.documents(file)
    except (PostkilnError, ValueError) as error:
        return replace(counted, errors=Counter((f"refused: {error}",)))
    words = stand_ins(file.read_text("utf-8-sig"))
    for (place, part), document in zip(parts, documents, strict=True):
        typed = _typed(document)
        for call in calls(part, place, words):
            counted = counted.with_call(call.error, _found(call, typed))
    return counted


def _typed(document: written.Json) -> Mapping[str, Sequence[Literal]]:
    """The literals by item; items of one name have those of all."""
    values = variables(document)
    typed: dict[str, list[Literal]] = {}
    for name, item in items(document):
        typed.setdefault(name, []).extend(literals(item, values))
    return typed


def _found(call: Called, all_: Mapping[str, Sequence[Literal]]) -> Iterator[Place]:
    """The literals of an item that its call sent."""
    typed = all_.get(call.item, ())
    texts = {each.text for each in typed}
    long = {each.text for each in typed if _may_be_inside(each)}
    whole = "\n".join(each.text for each in typed)
    for request in call.sent:
        for place, key, text in _sent(request):
            if text in texts or (place == "body" and _has_word(whole, text)):
                yield place, key, text
            else:
                yield from ((place, key, f"…{t}…") for t in long if t in text)


def _may_be_inside(literal: Literal) -> bool:
    return len(literal.text) >= _LONG and literal.place != "path"


def _has_word(whole: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", whole) is not None


def _sent(request: httpx2.Request) -> Iterator[Place]:
    """The texts of a request, with the key of each; of a path, the segment before."""
    raw: bytes = request.extensions.get("target", request.url.raw_path)
    path, _, query = raw.decode("latin-1").partition("?")
    before = ""
    for segment in map(unquote, path.split("/")):
        if segment:
            yield "path", before, segment
            before = segment
    for pair in query.split("&") if query else ():
        key, _, value = pair.partition("=")
        yield "query", unquote_plus(key), unquote_plus(value)
    for name, value in request.headers.multi_items():
        if value and not _is_computed(request, name, value):
            yield "header", name.lower(), value
    yield from _body(request.content, request.headers.get("content-type", ""))


def _is_computed(request: httpx2.Request, name: str, value: str) -> bool:
    is_host = name.lower() == "host" and value.startswith(request.url.host)
    return is_host or name.lower() == "content-length"


def _body(content: bytes, media_type: str) -> Iterator[Place]:
    text = content.decode("utf-8", "replace")
    try:
        yield from _leaves(json.loads(text), "")
        return
    except ValueError:
        pass
    if "urlencoded" in media_type:
        for pair in text.split("&"):
            key, _, value = pair.partition("=")
            if value:
                yield "body", unquote_plus(key), unquote_plus(value)
    elif "multipart" in media_type:
        for key, value in _PARTS.findall(text):
            if value:
                yield "body", key, value
    else:
        yield from (("body", "(text)", word) for word in _words(text))


_PARTS = re.compile(r'name="([^"]*)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.S)


def _leaves(value: written.Json, key: str) -> Iterator[Place]:
    match value:
        case dict():
            for name, each in value.items():
                yield from _leaves(each, f"{key}.{name}".removeprefix("."))
        case list():
            for each in value:
                yield from _leaves(each, f"{key}[]")
        case str() if re.search(r"[{\n]", value):
            yield from (("body", f"{key} (text)", word) for word in _words(value))
        case None | "":
            return
        case _:
            yield "body", key, as_text(value)


def _words(text: str) -> Iterator[str]:
    """What is quoted in a text, and what has a digit."""
    for match in re.finditer(r'"([^"\n]+)"|([\w.@:/+-]*\d[\w.@:/+-]*)', text):
        yield match[1] or match[2]


def unasked_of(files: Sequence[Path]) -> tuple[Unasked, ...]:
    with pool() as workers:
        return tuple(workers.map(unasked, files))


_PLAIN = re.compile(r"[A-Za-z][A-Za-z_.-]*")


def table(results: Iterable[Unasked]) -> Iterator[str]:
    """A line for each literal by place; plain words of paths in a paragraph of their own."""
    results = tuple(results)
    counts: Counter[Place] = Counter()
    files: Counter[Place] = Counter()
    for each in results:
        counts.update(each.found)
        files.update(set(each.found))
    words: Counter[str] = Counter()
    for place in sorted(counts, key=lambda p: (_ORDER.index(p[0]), p[1].lower(), p[2])):
        kind, key, text = place
        if kind == "path" and _PLAIN.fullmatch(text):
            words[text] += counts[place]
        else:
            shown = text.replace("\n", " ")[:100]
            yield f"{kind:7}{counts[place]:6}{files[place]:4}  {key} = {shown}"
    yield f"{len(words)} plain words of paths: " + " ".join(sorted(words))
    errors = sum((each.errors for each in results), Counter[str]())
    for error, count in errors.most_common():
        yield f"not sent {count:6}  {error}"
    methods = sum(each.methods for each in results)
    by_place = Counter[str]()
    for place, count in counts.items():
        by_place[place[0]] += count
    listed = ", ".join(f"{by_place[kind]} in a {kind}" for kind in _ORDER)
    yield f"{methods} methods, {errors.total()} not sent; literals sent: {listed}"


_ORDER = ("query", "header", "body", "path")
