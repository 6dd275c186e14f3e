"""One row, one example at least, and one that just does not fit: queries."""

from __future__ import annotations

import pytest
from build.placement.placed import Asked, Example, asked, query_decision, untested

from postkiln.build.placement.tables.query_table import QUERY_TABLE

NAMELESS = "a query item without a fixed name"
CREDENTIAL = "query: a credential"
ONCE = "query: a signature, timestamp, nonce or request id"
EVERYWHERE = "query: the same everywhere"
SELECTOR = "query: a selector with a word"
FLAG = "query: a key alone that items of this method and path differ in"
APART = "query: items of this method and path differ in having the key"
WORDS = "query: items of this method and path have other words"
OF_THE_API = "query: a variable with a value, for all of the API by its name"
DRAWN = "query: drawn anew for each request"
REQUIRED = "query: described as required"
FOLLOWS = "query: its variables are arguments of the path"
OTHER = "query: anything else"

KEY = "a1B2" * 10


def example(
    row: str, key: str, *targets: str, near: str = "", **values: str
) -> Example:
    request, *others = asked(*targets)
    return Example(row, key, request, tuple(others), values, near)


def described(row: str, target: str, text: str, near: str = "") -> Example:
    key = target.partition("?")[2].partition("=")[0]
    return Example(row, key, Asked(target, described={key: text}), near=near)


EXAMPLES = (
    example(NAMELESS, "{{all}}", "/a?{{all}}"),
    example(NAMELESS, "a{{n}}", "/a?a{{n}}=1"),
    example(OTHER, "all", "/a?all={{all}}", near=NAMELESS),
    example(CREDENTIAL, "api_key", "/a?api_key={{key}}"),
    example(CREDENTIAL, "access_token", f"/a?access_token={KEY}"),
    example(OTHER, "api_key", f"/a?// api_key={KEY}", near=CREDENTIAL),
    example(
        OTHER,
        *("session_id", "/a?session_id={{id}}", "/sessions/{{id}}"),
        near=CREDENTIAL,  # a variable that stands in a path names a thing elsewhere too
    ),
    example(ONCE, "timestamp", "/a?timestamp=1700000000"),
    example(ONCE, "signature", f"/a?signature={KEY}", near=CREDENTIAL),
    example(ONCE, "nonce", "/a?nonce=abc"),
    example(ONCE, "request_id", "/a?request_id=abc"),
    described(REQUIRED, "/a?timestamp=1", "(Required) When.", near=ONCE),
    example(EVERYWHERE, "lang", "/a?lang=en", "/b?lang=en", "/c?lang=en"),
    example(EVERYWHERE, "site", "/a?site={{s}}", "/b?site={{s}}", "/c?site={{s}}"),
    example(EVERYWHERE, "v", "/a?v=2021-07-01", "/b?v=2021-07-01", "/c?v=2021-07-01"),
    example(EVERYWHERE, "rows", "/a?rows=50", "/b?rows=50", "/c?rows=50"),
    example(
        *(EVERYWHERE, "lang", "/a?lang=en ", "/b?lang=en", "/c?lang= en", "/d"),
    ),
    example(OTHER, "lang", "/a?lang=en", "/b?lang=en", near=EVERYWHERE),
    example(
        *(OTHER, "lang", "/a?lang=en", "/b?lang=en", "/c?lang=en", "/d", "/e"),
        near=EVERYWHERE,
    ),
    example(OTHER, "x", "/a?x=<string>", "/b?x=<string>", "/c?x=<string>"),
    example(OTHER, "shop_id", "/a?shop_id=x", "/b?shop_id=x", "/c?shop_id=x"),
    example(OTHER, "email", "/a?email=x", "/b?email=x", "/c?email=x"),
    example(OTHER, "on", "/a?on=2021-07-01", "/b?on=2021-07-01", "/c?on=2021-07-01"),
    example(OTHER, "rows", "/a?rows=100", "/b?rows=100", "/c?rows=100"),
    example(SELECTOR, "action", "/do?action=list"),
    example(SELECTOR, "cmd", "/do?cmd=list"),
    example(SELECTOR, "comp", "/do?comp=list"),
    example(SELECTOR, "restype", "/do?restype=container"),
    example(SELECTOR, "grant_type", "/do?grant_type=password"),
    example(SELECTOR, "type", "/do?type=cat", "/do?type=dog"),
    example(OTHER, "type", "/do?type=cat", "/die?type=dog", near=SELECTOR),
    example(OTHER, "action", "/do?action=17", near=SELECTOR),
    example(FLAG, "acl", "/b?acl", "/b"),
    example(OTHER, "acl", "/b?acl", near=FLAG),
    example(APART, "shop", "/b?shop=north", "/b"),
    example(APART, "acl", "/b?acl=all", "/b", near=FLAG),
    example(OTHER, "page", "/b?page=2", "/b", near=APART),
    example(OTHER, "sort", "/b?sort=name", "/b", near=APART),
    example(OTHER, "fields", "/b?fields=name", "/b", near=APART),
    example(OTHER, "shop", "/b?shop=", "/b", near=APART),
    example(OTHER, "shop", "/b?shop=north", "/c", near=APART),
    example(WORDS, "view", "/b?view=full", "/b?view=short"),
    example(OTHER, "view", "/b?view=full", "/b?view=7", near=WORDS),
    example(OTHER, "view", "/b?view=full", "/c?view=short", near=WORDS),
    example(OF_THE_API, "v", "/a?v={{v}}", v="2"),
    example(OF_THE_API, "x", "/a?x={{api_version}}", api_version="2"),
    example(OF_THE_API, "format", "/a?format={{f}}", f="json"),
    example(OF_THE_API, "lang", "/a?lang={{l}}", l="en"),
    example(OF_THE_API, "tenant", "/a?tenant={{t}}", t="acme"),
    example(OF_THE_API, "region", "/a?region={{r}}", r="eu"),
    example(OF_THE_API, "branch", "/a?branch={{b}}", b="main"),
    example(OTHER, "v", "/a?v={{v}}", near=OF_THE_API),
    example(OTHER, "q", "/a?q={{q}}", q="boat", near=OF_THE_API),
    example(OTHER, "v", "/a?v=x-{{v}}", v="2", near=OF_THE_API),
    example(DRAWN, "x", "/a?x={{$guid}}"),
    example(DRAWN, "x", "/a?x={{$isoTimestamp}}"),
    example(OTHER, "x", "/a?x={{$randomCity}}", near=DRAWN),
    example(OTHER, "x", "/a?x=n-{{$guid}}", near=DRAWN),
    described(REQUIRED, "/a?x=<string>", "(Required) The tenant."),
    described(REQUIRED, "/a?x=<string>", "Required. The tenant."),
    described(OTHER, "/a?x=<string>", "Not required.", near=REQUIRED),
    example(FOLLOWS, "filter", "/a/{{id}}?filter=id eq {{id}}"),
    example(OTHER, "filter", "/a/{{id}}?filter=id eq {{x}}", near=FOLLOWS),
    example(OTHER, "filter", "/a/{{id}}?// filter=id eq {{id}}", near=FOLLOWS),
    example(OTHER, "filter", "/a?filter=name"),
    example(OTHER, "filter", "/a?// filter=name"),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_row_that_fits_decides(example: Example) -> None:
    assert query_decision(example).row == example.row


def test_every_row_has_an_example() -> None:
    rows = [row.says for row in QUERY_TABLE]
    assert untested(rows, EXAMPLES) == []
