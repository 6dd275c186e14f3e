"""What a request is known by when its name and address have changed: two digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from postkiln.postman.collection import Item, RequestBody


def digest_sent(item: Item, query: Iterable[str], headers: Iterable[str]) -> str:
    """A digest of what a request sends, values left out: they may be secrets.

    `query` and `headers` are the keys and names that are sent.
    """
    body = item.request.body
    form_keys = () if body is None else _form_keys(body)
    sent = (
        sorted(set(query)),
        sorted({name.lower() for name in headers}),
        None if body is None else body.mode,
        sorted(set(form_keys)),
    )
    return _digest(sent)


def digest_saved(item: Item) -> str:
    """A digest of what is saved with a request: its description, and which examples."""
    examples = sorted((each.name, each.code or 0) for each in item.examples)
    return _digest((item.request.description, examples))


def _form_keys(body: RequestBody) -> Iterator[str]:
    yield from (each.key or "" for each in body.urlencoded)
    yield from (each.key for each in body.formdata)


def _digest(values: object) -> str:
    octets = repr(values).encode("utf-8", "backslashreplace")
    return hashlib.blake2b(octets, digest_size=6).hexdigest()
