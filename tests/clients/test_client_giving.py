"""Nothing is out of reach: each value is given, changed and left out over a socket."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import httpx2
import pytest
from clients.generated import COLLECTIONS
from clients.giving import Giver, ToLoopback
from clients.loopback import Said, loopback
from corpus.found import ABSENT, FILES
from values.calling import imported

BOOKSHOP = COLLECTIONS / "bookshop.postman_collection.json"
TOKEN = b'{"access_token": "t0ken", "token_type": "Bearer", "expires_in": 3600}'


@contextmanager
def giver(file: Path) -> Generator[Giver]:
    """The client of a collection, whose requests all come to a server on loopback."""
    with imported(file.read_bytes(), file.name) as client, loopback() as server:
        server.says = Said(200, TOKEN, "application/json")
        transport = ToLoopback(server.base_url)
        with httpx2.Client(transport=transport, trust_env=False) as http:
            yield Giver(client, server, http)


def test_every_argument_of_the_bookshop_is_in_reach() -> None:
    with giver(BOOKSHOP) as bookshop:
        assert list(bookshop.arguments()) == []


def test_every_option_of_the_bookshop_is_in_reach() -> None:
    with giver(BOOKSHOP) as bookshop:
        assert list(bookshop.options()) == []
        assert bookshop.unseen == []


def some(files: Sequence[Path], count: int) -> list[Path]:
    """Files of as many owners, none of them so large that it takes minutes."""
    fit = [each for each in files if 20_000 < each.stat().st_size < 150_000]
    owners = groupby(fit, key=lambda each: each.name.partition("__")[0])
    first = [next(own) for _, own in owners]
    return first[:: max(1, len(first) // count)][:count]


@pytest.mark.corpus
@pytest.mark.skipif(not FILES, reason=ABSENT)
@pytest.mark.parametrize("file", some(FILES, 10), ids=lambda each: each.name)
def test_every_value_of_real_collections_is_in_reach(
    file: Path, record_property: Callable[[str, object], None]
) -> None:
    with giver(file) as real:
        assert [*real.arguments(), *real.options()] == []
        record_property("figures", f"{file.name}: seen as signatures: {real.unseen}")
