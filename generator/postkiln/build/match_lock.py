"""Which request of the lock is which draft, and what the lock decided for it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from postkiln.build.request.requests import Draft
from postkiln.lockfile.records import ItemNames
from postkiln.postman.collection import Body

Key = tuple[object, ...]
T = TypeVar("T")


def digest_of(draft: Draft) -> str:
    """A digest of what a request sends, values left out: they may be secrets."""
    body = draft.found.item.request.body
    keys = () if body is None else _form_keys(body)
    seen = (
        sorted({entry.key or "" for entry in draft.query}),
        sorted({name.lower() for name, _ in draft.headers}),
        None if body is None else body.mode,
        sorted(set(keys)),
    )
    return _digest(seen)


def shown_of(draft: Draft) -> str:
    """A digest of what is saved with a request: which examples, and what is said of it."""
    item = draft.found.item
    examples = sorted((each.name, each.code or 0) for each in item.examples)
    return _digest((item.request.description, examples))


def _digest(seen: object) -> str:
    octets = repr(seen).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(octets, digest_size=6).hexdigest()


def _form_keys(body: Body) -> Iterator[str]:
    yield from (each.key or "" for each in body.urlencoded)
    yield from (each.key for each in body.formdata)


def matched(
    drafts: Sequence[Draft], items: Sequence[ItemNames]
) -> tuple[ItemNames | None, ...]:
    """What the lock has of each draft.

    By Postman's id; then by place, name, method and address, with all else that is known
    and without; by place and name; at last by method and address alone, where only one is
    left that has them.
    """
    found: dict[int, ItemNames] = {}
    left = list(items)
    for of_draft, of_item, is_sole in _TIERS:
        waiting = [at for at in range(len(drafts)) if at not in found]
        if not (left and waiting):
            break
        wanted = _buckets(waiting, [of_draft(drafts[at]) for at in waiting])
        offered = _buckets(left, list(map(of_item, left)))
        for key, places in wanted.items():
            several = len(places) > 1 or len(offered.get(key, ())) > 1
            if key and not (is_sole and several):
                found.update(zip(places, offered.get(key, ()), strict=False))
        taken = set(map(id, found.values()))
        left = [item for item in left if id(item) not in taken]
    return tuple(found.get(at) for at in range(len(drafts)))


def _buckets(values: Sequence[T], keys: Sequence[Key]) -> dict[Key, list[T]]:
    found: dict[Key, list[T]] = {}
    for value, key in zip(values, keys, strict=True):
        found.setdefault(key, []).append(value)
    return found


_TIERS: Sequence[tuple[Callable[[Draft], Key], Callable[[ItemNames], Key], bool]] = (
    (
        lambda d: _id(d.found.item.id, d.found.path, d.call),
        lambda i: _id(i.id, i.path, i.call),
        False,
    ),
    (lambda d: _id(d.found.item.id), lambda i: _id(i.id), True),
    (
        lambda d: (d.found.path, d.call, digest_of(d), shown_of(d)),
        lambda i: (i.path, i.call, i.sends, i.shows),
        False,
    ),
    (
        lambda d: (d.found.path, d.call, digest_of(d)),
        lambda i: (i.path, i.call, i.sends),
        False,
    ),
    (lambda d: (d.found.path, d.call), lambda i: (i.path, i.call), False),
    (lambda d: (d.found.path,), lambda i: (i.path,), False),
    (lambda d: (d.call, digest_of(d)), lambda i: (i.call, i.sends), True),
    (lambda d: (d.call,), lambda i: (i.call,), True),
)


def _id(text: str | None, *more: object) -> Key:
    return (text, *more) if text else ()
