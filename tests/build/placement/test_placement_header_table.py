"""One row, one example at least, and one that just does not fit: headers."""

from __future__ import annotations

import pytest
from build.placement.placed import Asked, Example, header_decision, untested

from postkiln.build.placement.tables.header_table import HEADER_TABLE
from postkiln.build.request.decision import Becomes

COMPUTED = "header: Postman's own, or computed"
DISABLED = "header: disabled"
CREDENTIAL = "header: a credential"
NAMELESS = "header: without a fixed name, or more than one of it"
IDEMPOTENCY = "header: an idempotency key"
REQUIRED = "header: described as required"
PLACEHOLDER = "header: a place holder"
DRAWN = "header: drawn anew for each request"
ONE_CALL = "header: about one call"
MESSAGE = "header: how to read and route a message"
TRANSPORT = "header: what the transport says"
FOLLOWS = "header: its variables are arguments of the path"
OPTION = "header: a variable with a value, or the same everywhere"
MUST_BE_SET = "header: a variable without a value, everywhere"
SAMPLE = "header: a sample, or who calls or is meant"
WORD = "header: any other word"

KEY = "a1B2" * 10
UUID = "8f14e45f-ceea-467f-a0e6-2f1f3a2b1c3d"


def example(
    row: str, line: str, *others: str, near: str = "", path: str = "/a", **values: str
) -> Example:
    """`line` is the first header of its request; each of `others` one of another."""
    request = Asked(path, (line,))
    more = tuple(Asked(f"/{number}", (each,)) for number, each in enumerate(others))
    return Example(row, _name(line), request, more, values, near)


def everywhere(row: str, line: str, near: str = "", **values: str) -> Example:
    return example(row, line, line, line, near=near, **values)


def twice(row: str, *lines: str, near: str = "") -> Example:
    return Example(row, _name(lines[0]), Asked("/a", lines), near=near)


def described(row: str, line: str, text: str, near: str = "") -> Example:
    request = Asked("/a", (line,), described={_name(line): text})
    return Example(row, _name(line), request, near=near)


def _name(line: str) -> str:
    return line.removeprefix("// ").partition(": ")[0]


EXAMPLES = (
    example(COMPUTED, f"Postman-Token: {UUID}"),
    example(COMPUTED, "User-Agent: PostmanRuntime/7.15.0"),
    example(COMPUTED, "User-Agent: {{agent}}"),
    example(COMPUTED, "Host: api.example.com"),
    example(COMPUTED, "Content-Length: 12"),
    example(TRANSPORT, "User-Agent: shop/1.0", near=COMPUTED),
    example(OPTION, "User-Agent: {{agent}}", agent="shop/1.0", near=COMPUTED),
    example(TRANSPORT, "Host: shop.example.com", near=COMPUTED),
    example(DISABLED, "// Prefer: wait"),
    example(DISABLED, f"// X-Api-Key: {KEY}", near=CREDENTIAL),
    example(WORD, "Prefer: wait", near=DISABLED),
    example(CREDENTIAL, f"X-Api-Key: {KEY}"),
    example(CREDENTIAL, "X-Api-Key: {{key}}"),
    example(CREDENTIAL, "Authorization: Bearer {{token}}"),
    example(CREDENTIAL, f"Cookie: sid={KEY}"),
    example(ONE_CALL, "X-Signature: {{signed}}", near=CREDENTIAL),
    Example(
        *(SAMPLE, "X-Session-Id", Asked("/a", ("X-Session-Id: {{s}}",))),
        others=(Asked("/sessions/{{s}}"),),
        near=CREDENTIAL,  # a variable that stands in a path names a thing elsewhere too
    ),
    twice(NAMELESS, "Via: one", "Via: two"),
    example(NAMELESS, "X-{{n}}: 1"),
    twice(WORD, "Via: one", "Via: one", near=NAMELESS),  # one line, written twice
    twice(WORD, "Via: one", "// Via: two", near=NAMELESS),
    example(IDEMPOTENCY, "Idempotency-Key: 12345"),
    example(IDEMPOTENCY, "X-IdempotencyKey: {{$guid}}"),
    example(IDEMPOTENCY, "idempotent-id: <string>"),
    example(IDEMPOTENCY, "PayPal-Request-Id: {{id}}"),
    example(ONE_CALL, "Shop-Request-Id: {{id}}", near=IDEMPOTENCY),
    described(REQUIRED, "X-Shop: <string>", "(Required) The shop."),
    described(PLACEHOLDER, "X-Shop: <string>", "Not required.", near=REQUIRED),
    example(PLACEHOLDER, "X-Shop: <string>"),
    example(PLACEHOLDER, "X-Shop: "),
    example(PLACEHOLDER, "X-Shop: YOUR_SHOP"),
    example(PLACEHOLDER, "Accept-Language: <string>", near=MESSAGE),
    example(WORD, "X-Shop: strings", near=PLACEHOLDER),
    example(DRAWN, "X-Shop: {{$guid}}"),
    example(DRAWN, "X-Request-Id: {{$randomUUID}}", near=ONE_CALL),
    example(SAMPLE, "X-Shop: {{$randomCity}}", near=DRAWN),
    example(ONE_CALL, 'If-Match: "abc"'),
    example(ONE_CALL, "If-Modified-Since: {{date}}", date="x"),
    example(ONE_CALL, "Range: bytes=0-99"),
    example(ONE_CALL, "Content-Range: bytes 0-7/8", near=MESSAGE),
    example(ONE_CALL, "Digest: SHA-256=abc"),
    example(ONE_CALL, "Content-MD5: abc"),
    example(ONE_CALL, "Date: today"),
    example(ONE_CALL, "X-Correlation-Id: abc"),
    example(ONE_CALL, "traceparent: 00-abc"),
    example(ONE_CALL, "X-Timestamp: 1700000000"),
    example(ONE_CALL, "X-Nonce: abc"),
    example(WORD, "X-Update: today", near=ONE_CALL),
    example(MESSAGE, "Accept: application/json"),
    example(MESSAGE, "Content-Type: application/json"),
    example(MESSAGE, "Origin: https://example.com"),
    example(MESSAGE, "Referer: https://example.com"),
    example(MESSAGE, "Sec-Fetch-Mode: cors"),
    example(MESSAGE, "DNT: 1"),
    example(MESSAGE, "Cache-Control: no-cache"),
    example(MESSAGE, "X-Requested-With: XMLHttpRequest"),
    example(OPTION, "Accept-Language: {{l}}", l="en", near=MESSAGE),
    example(SAMPLE, "Accept-Language: {{l}}", near=MESSAGE),
    example(TRANSPORT, "Connection: keep-alive"),
    example(TRANSPORT, "TE: trailers"),
    example(SAMPLE, "Connection: {{kept}}", near=TRANSPORT),
    example(FOLLOWS, "X-Of: {{id}}", path="/orders/{{id}}"),
    example(FOLLOWS, "X-Of: n-{{id}}", path="/orders/{{id}}"),
    example(SAMPLE, "X-Of: {{id}}-{{x}}", path="/orders/{{id}}", near=FOLLOWS),
    example(OPTION, "X-Shop: {{shop}}", shop="north"),
    example(OPTION, "X-Shop: s-{{shop}}", shop="north"),
    everywhere(OPTION, "X-Shop: north"),
    everywhere(OPTION, "X-Api-Version: 2024-05-01"),
    example(WORD, "X-Shop: north", "X-Shop: north", near=OPTION),
    example(WORD, "X-Shop: north", "X-Shop: north", "X-Shop: south", near=OPTION),
    everywhere(SAMPLE, f"X-Shop: {UUID}", near=OPTION),
    example(SAMPLE, "X-Shop: {{shop}}", near=OPTION),
    example(SAMPLE, "X-Shop: {{shop}}", shop=" ", near=OPTION),
    everywhere(MUST_BE_SET, "X-Shop: {{shop}}"),
    example(SAMPLE, "X-Shop: {{shop}}", "X-Shop: {{shop}}", near=MUST_BE_SET),
    everywhere(SAMPLE, "X-Shop: s-{{shop}}", near=MUST_BE_SET),
    example(SAMPLE, f"X-Shop: {UUID}"),
    example(SAMPLE, "X-Shop: {{shop}}-{{desk}}"),
    example(SAMPLE, "X-User: ann"),
    example(SAMPLE, "X-Organization-Id: acme"),
    example(SAMPLE, "X-Customer: acme"),
    example(SAMPLE, "City: north"),
    example(WORD, "X-User-Kind: ann", near=SAMPLE),
    example(WORD, "Prefer: return=representation"),
)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_row_that_fits_decides(example: Example) -> None:
    assert header_decision(example).row == example.row


def test_every_row_has_an_example() -> None:
    rows = [row.says for row in HEADER_TABLE]
    assert untested(rows, EXAMPLES) == []


def test_a_key_is_the_same_for_the_retries_of_a_call() -> None:
    key = example(IDEMPOTENCY, "Idempotency-Key: 12345")
    assert header_decision(key).becomes is Becomes.FRESH
