"""The kinds of text: of each what it is, and what only looks like it."""

from __future__ import annotations

import pytest

from postkiln.build.placement.tables.texts import TextKind, kind_of
from postkiln.build.request.descriptions import choices_of, says_required
from postkiln.model.template import parse

TEXTS: dict[TextKind, tuple[str, ...]] = {
    TextKind.VARIABLE: ("{{status}}", "{{a b}}"),
    TextKind.MIXED: ("id eq {{id}}", "{{a}}{{b}}", "{{a}} ", "{{a}}-{{$guid}}"),
    TextKind.DRAWN: (
        "{{$guid}}",
        "{{$randomUUID}}",
        "{{$timestamp}}",
        "{{$isoTimestamp}}",
    ),
    TextKind.PLACEHOLDER: (
        *("", " ", "<string>", "<long text of a converter>", "{id}", "[]", "[ ]"),
        *("<string>,<string>", '["<string>", "<string>"]', "string", "null"),
        *("YOUR_KEY", "your-api-key", "your name", "shop_example", "[insert key]"),
    ),
    TextKind.SAMPLE: (
        *("1", "-1", "0.5", "1e6", "+49", "1,2,3"),
        *("2024-05-01", "2024-05", "2024-05-01T10:00:00Z", "01/05/2024", "1.5.2024"),
        "8f14e45f-ceea-467f-a0e6-2f1f3a2b1c3d",
        *("ann@example.com", "a.b+c@mail.example.com", "ann@example.com, 5"),
        *('"abc"', 'W/"abc"', "+49 30 1234567", "030-1234567"),
        *("aB3dE5gH7jK9mN1p", "5f3a9c1e7b2d4f6a8c0e", "{{$randomCity}}"),
    ),
    TextKind.WORD: (
        *("json", "return=representation", "application/json", "en-US", "v2"),
        *("strings", "nullable", "yours", "an example", "<a> <b", "example_shop"),
        *("1st", "1,a", "24-05-01-x", "ann@"),
        *(
            "getOrdersOfYear2024",
            "listByIdInShop2",
            "orders-of-year-2024",
            "ORDERS_OF_YEAR_2024",
        ),
        *("aB3dE5gH7jK9mN1", "zqxwrtbnmvcghjdkfwqx", "com.example.shop.v2.Orders"),
    ),
}


@pytest.mark.parametrize(
    ("text", "kind"), [(text, kind) for kind, texts in TEXTS.items() for text in texts]
)
def test_a_text_is_of_one_kind(text: str, kind: TextKind) -> None:
    assert kind_of(parse(text)) is kind


def test_every_kind_has_examples() -> None:
    assert set(TEXTS) == set(TextKind)


def test_a_key_that_is_sent_alone_has_a_blank_value() -> None:
    assert kind_of(None) is TextKind.PLACEHOLDER


@pytest.mark.parametrize(
    ("description", "is_required"),
    [
        ("(Required) The tenant.", True),
        ("The tenant. (required)", True),
        ("Required. The tenant.", True),
        ("**Required.** The tenant.", True),
        ("Required if there is no id.", False),
        ("Not required.", False),
        ("", False),
    ],
)
def test_a_description_says_that_a_text_is_required(
    description: str, is_required: bool
) -> None:
    assert says_required(description) is is_required


@pytest.mark.parametrize(
    ("description", "choices"),
    [
        ("(This can only be one of asc,desc)", ("asc", "desc")),
        ("One of: `a`, `b` or `c`. More.", ("a", "b", "c")),
        ("one of a | b", ("a", "b")),
        ("one of a", ()),
        ("One of the orders of a reader, or of all readers", ()),
        ("a, b, c", ()),
    ],
)
def test_a_description_lists_what_a_text_may_be(
    description: str, choices: tuple[str, ...]
) -> None:
    assert choices_of(description) == choices
