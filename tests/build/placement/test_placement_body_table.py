"""One row, one example at least, and one that just does not fit: fields at the top.

Then what the items of one method and path say of each other, in JSON, forms and texts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from build.trees import api_of, calls, entries, item, url

from postkiln.build.placement.tables.body_table import BODY_TABLE, BodyText
from postkiln.build.placement.tables.rows import decide
from postkiln.model.api import Body, Selector
from postkiln.postman.collection import RequestBody

PROTOCOL = "body: a word of the protocol"
SELECTOR = "body: a selector with a literal"
DESCRIBED = "body: described as required"
OTHER = "body: any other field at the top"

# The row that decides, a row that is near, and the field.
EXAMPLES = (
    (PROTOCOL, "", BodyText("jsonrpc", "2.0")),
    (PROTOCOL, "", BodyText("method", "add", is_rpc=True)),
    (PROTOCOL, "", BodyText("method", "add", differs=True)),
    (OTHER, PROTOCOL, BodyText("method", "card")),
    (OTHER, PROTOCOL, BodyText("jsonrpc", None)),
    (SELECTOR, "", BodyText("action", "add")),
    (SELECTOR, "", BodyText("grant_type", "password")),
    (SELECTOR, "", BodyText("type", "cat", differs=True)),
    (OTHER, SELECTOR, BodyText("type", "cat")),
    (OTHER, SELECTOR, BodyText("action", 5)),
    (OTHER, SELECTOR, BodyText("action", "2024-05-01")),
    (OTHER, SELECTOR, BodyText("name", "Ann", differs=True)),
    (DESCRIBED, "", BodyText("amount", 5, is_required=True)),
    (SELECTOR, DESCRIBED, BodyText("action", "add", is_required=True)),
    (OTHER, "", BodyText("amount", 5)),
)


@pytest.mark.parametrize(("row", "near", "field"), EXAMPLES)
def test_the_row_that_fits_decides(row: str, near: str, field: BodyText) -> None:
    assert decide(BODY_TABLE, field).row == row


def test_every_row_has_an_example() -> None:
    rows = {row.says for row in BODY_TABLE}
    assert {row for row, _, _ in EXAMPLES} == rows
    assert {near for _, near, _ in EXAMPLES if near} == rows - {OTHER}


def posted(*bodies: RequestBody, path: str = "/do") -> list[Body]:
    """The bodies of items of one method and path."""
    items = [item(to=url(path), method="POST", body=each) for each in bodies]
    return [each.body for each in calls(api_of(*items)) if each.body is not None]


def as_json(value: object) -> RequestBody:
    return RequestBody("raw", raw=json.dumps(value), language="json")


def as_form(fields: Mapping[str, str]) -> RequestBody:
    return RequestBody("urlencoded", urlencoded=entries(*fields.items()))


def test_a_selector_of_json_and_forms_is_sent_by_itself() -> None:
    fields = {"action": "add", "name": "Ann"}
    for body in posted(as_json(fields), as_form(fields)):
        assert body.selectors == (Selector("action", "add"),)


def test_a_selector_with_a_variable_or_place_holder_is_not() -> None:
    fields = {"action": "<string>", "op": "{{op}}", "grant_type": ""}
    for body in posted(as_json(fields), as_form(fields)):
        assert body.selectors == ()


def test_a_type_selects_where_items_differ_in_it() -> None:
    cat, dog = posted(as_json({"type": "cat"}), as_json({"type": "dog"}))
    assert cat.selectors == (Selector("type", "cat"),)
    assert dog.selectors == (Selector("type", "dog"),)
    (alone,) = posted(as_json({"type": "cat"}))
    assert alone.selectors == ()


def test_a_secret_selects_nothing() -> None:
    key = "a1B2" * 10
    first, second = posted(
        as_json({"command": f"ghp_{key}"}), as_json({"command": "x"})
    )
    assert first.selectors == ()
    assert second.selectors == (Selector("command", "x"),)


def as_xml(text: str) -> RequestBody:
    return RequestBody("raw", raw=text, language="xml")


@pytest.mark.parametrize(
    ("text", "is_sent"),
    [
        ("<list/>", True),
        ('<?xml version="1.0"?><a xmlns="urn:x:2024-05-01"><list/></a>', True),
        ("<get><name>{{name}}</name></get>", True),
        ("<get><id>4711</id></get>", False),
        ('<get day="2024-05-01"/>', False),
        (f"<put><picture>/9j/{'aB3+dE7f' * 6}</picture></put>", False),
        ("<get><mail>ann@example.com</mail></get>", False),
        (f"<get><key>ghp_{'a1B2' * 9}</key></get>", False),
    ],
)
def test_a_text_that_items_differ_by_is_sent_unless_it_names_one_thing(
    text: str, is_sent: bool
) -> None:
    own, _ = posted(as_xml(text), as_xml("<other/>"))
    assert own.default == (text if is_sent else None)


def test_a_text_that_no_other_differs_from_is_not_sent_by_itself() -> None:
    (alone,) = posted(as_xml("<list/>"))
    assert alone.default is None
    first, second = posted(as_xml("<list/>"), as_xml("<list/>"))
    assert (first.default, second.default) == (None, None)


@pytest.mark.parametrize(
    "text", ['{"id": <id>, "name": "Ann"}', "[<id>]", "// nothing to say"]
)
def test_json_with_holes_is_no_text_of_its_own(text: str) -> None:
    own, _ = posted(RequestBody("raw", raw=text), RequestBody("raw", raw="<other/>"))
    assert own.default is None
