"""Which request of the lock is which request of the collection.

In: the requests and the items of the lock. Out: the requests, with what the lock has of
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from postkiln.build.request.requests import RequestTemplate
from postkiln.lockfile.records import ItemNames

Key = tuple[object, ...]
T = TypeVar("T")


def match_lock(
    requests: Sequence[RequestTemplate], items: Sequence[ItemNames]
) -> tuple[RequestTemplate, ...]:
    """The requests, each with what the lock has of it.

    By Postman's id; then by place, name, method and address, with all else that is known
    and without; by place and name; at last by method and address alone, where only one is
    left that has them.
    """
    found: dict[int, ItemNames] = {}
    left = list(items)
    for rule in _RULES:
        waiting = [at for at in range(len(requests)) if at not in found]
        if not (left and waiting):
            break
        found |= _match(rule, {at: requests[at] for at in waiting}, left)
        left = _without(left, found.values())
    return tuple(
        replace(request, locked=found.get(at)) for at, request in enumerate(requests)
    )


@dataclass(frozen=True, slots=True)
class _Rule:
    """What a request and an item have in common if they are one: the same key.

    An empty key matches nothing. `is_sole`: only where one request and one item have it.
    """

    of_request: Callable[[RequestTemplate], Key]
    of_item: Callable[[ItemNames], Key]
    is_sole: bool = False


def _match(
    rule: _Rule, requests: dict[int, RequestTemplate], items: Sequence[ItemNames]
) -> dict[int, ItemNames]:
    """The items by the position of the request that each is; in order where several are."""
    found: dict[int, ItemNames] = {}
    keys = [rule.of_request(each) for each in requests.values()]
    wanted = _by_key(tuple(requests), keys)
    offered = _by_key(items, [rule.of_item(each) for each in items])
    for key, positions in wanted.items():
        same = offered.get(key, [])
        are_several = len(positions) > 1 or len(same) > 1
        if key and not (rule.is_sole and are_several):
            found.update(zip(positions, same, strict=False))
    return found


def _without(items: Sequence[ItemNames], taken: Iterable[ItemNames]) -> list[ItemNames]:
    """By identity: an item may stand in a lock twice."""
    identities = set(map(id, taken))
    return [item for item in items if id(item) not in identities]


def _by_key(values: Sequence[T], keys: Sequence[Key]) -> dict[Key, list[T]]:
    found: dict[Key, list[T]] = {}
    for value, key in zip(values, keys, strict=True):
        found.setdefault(key, []).append(value)
    return found


def _id_key(id_: str | None, *more: object) -> Key:
    return (id_, *more) if id_ else ()


_RULES: Sequence[_Rule] = (
    _Rule(
        lambda r: _id_key(r.item.item.id, r.item.path, r.call),
        lambda i: _id_key(i.id, i.path, i.call),
    ),
    _Rule(lambda r: _id_key(r.item.item.id), lambda i: _id_key(i.id), is_sole=True),
    _Rule(
        lambda r: (r.item.path, r.call, r.sent, r.saved),
        lambda i: (i.path, i.call, i.sends, i.shows),
    ),
    _Rule(lambda r: (r.item.path, r.call, r.sent), lambda i: (i.path, i.call, i.sends)),
    _Rule(lambda r: (r.item.path, r.call), lambda i: (i.path, i.call)),
    _Rule(lambda r: (r.item.path,), lambda i: (i.path,)),
    _Rule(lambda r: (r.call, r.sent), lambda i: (i.call, i.sends), is_sole=True),
    _Rule(lambda r: (r.call,), lambda i: (i.call,), is_sole=True),
)
