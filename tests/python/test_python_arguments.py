"""Signatures: what a caller may give, in which order, and what is sent when it is not."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from python.methods import (
    call_of,
    documented,
    endpoint,
    json_body,
    option,
    parameter,
    planned,
    signature,
)

from postkiln import UsageError
from postkiln.lockfile.records import ClassNames, ItemNames, Lock
from postkiln.model.api import (
    Body,
    BodyKind,
    Endpoint,
    FormField,
    HeaderEntry,
    LockIdentity,
    Outcome,
    Place,
    QueryEntry,
    Role,
    SavedResponses,
    Secret,
    Selector,
)
from postkiln.shapes.lattice import NOTHING, of

WHOLE = "body: JsonObject | None | Omit = None"


def test_arguments_of_a_path_may_be_given_by_position_in_its_order() -> None:
    view = planned(
        endpoint(
            "Place",
            parameter(Place.PATH, ":shop_id", "7"),
            parameter(Place.PATH, ":order_id", "a-1"),
            parameter(Place.QUERY, "q"),
        )
    )
    shop, order = "shop_id: int | str", "order_id: str"
    assert signature(view) == [shop, order, "*", "q: str | Omit = OMIT"]


def test_required_ones_come_first_then_query_headers_fields_and_the_whole_body() -> (
    None
):
    view = planned(
        endpoint(
            "Place",
            parameter(Place.PATH, ":id", "x"),
            parameter(Place.QUERY, "page", "1"),
            parameter(Place.QUERY, "tenant", required=True),
            parameter(Place.HEADER, "If-Match", required=False),
            parameter(Place.HEADER, "X-Who", required=True),
            body=json_body({"title": "a"}),
        )
    )
    assert signature(view) == [
        *("id: str", "*", "tenant: str", "x_who: str"),
        *("page: int | str | Omit = OMIT", "if_match: str | Omit = OMIT"),
        *("title: str | None | Omit = OMIT", WHOLE),
    ]
    assert call_of(view) == (
        'return self.call( _PLACE, {":id": id}, query={"tenant": tenant, "page": page}, '
        'headers={"X-Who": x_who, "If-Match": if_match}, fields={"title": title}, '
        "body=body, )"
    )


def test_an_argument_of_a_path_that_an_option_stands_for_needs_its_name() -> None:
    optional = parameter(Place.PATH, "shop", required=False, option="shop")
    view = planned(endpoint("Place", optional, parameter(Place.PATH, ":id", "x")))
    assert signature(view) == ["id: str", "*", "shop: str | Omit = OMIT"]


@pytest.mark.parametrize(
    ("sample", "annotation"),
    [
        ("1", "int | str"),
        ("02139", "str"),
        ("1.5", "float | str"),
        ("true", "bool"),
        ("a", "str"),
    ],
)
@pytest.mark.parametrize("place", [Place.PATH, Place.QUERY, Place.HEADER])
def test_what_is_sent_as_text_may_be_given_as_text(
    place: Place, sample: str, annotation: str
) -> None:
    given = parameter(place, "k", sample, required=True)
    (last,) = signature(planned(endpoint("Place", given)))[-1:]
    assert last == f"k: {annotation}"


def test_a_key_that_repeats_is_a_sequence() -> None:
    tags = parameter(Place.QUERY, "tag", "1", "2")
    view = planned(endpoint("Place", tags))
    assert signature(view) == ["*", "tag: Sequence[int | str] | Omit = OMIT"]


def test_a_word_is_the_default_value_and_known_ones_are_offered() -> None:
    view = planned(
        endpoint(
            "Place",
            parameter(Place.QUERY, "action", "list", default="list"),
            parameter(Place.QUERY, "sort", choices=("asc", "a, b")),
            parameter(Place.HEADER, "Prefer", default="a=1", choices=("a=1", "a=2")),
        )
    )
    assert signature(view) == [
        "*",
        'action: str | Omit = "list"',
        'sort: Literal["asc", "a, b"] | str | Omit = OMIT',
        'prefer: Literal["a=1", "a=2"] | str | Omit = "a=1"',
    ]


def test_the_fields_of_json_come_in_the_order_of_the_item() -> None:
    body = json_body({"b": 1, "a": None, "dates": ["2024-01-01"], "c": {"x": {"y": 1}}})
    seen = dataclasses.replace(body, shape=of({"a": 1.5, **body.document, "new": True}))
    assert signature(planned(endpoint(body=seen))) == [
        "*",
        "b: int | None | Omit = OMIT",
        "a: Any | None | Omit = OMIT",
        "dates: Sequence[dt.date | str] | None | Omit = OMIT",
        "c: models.CInput | Mapping[str, Any] | None | Omit = OMIT",
        "new: bool | None | Omit = OMIT",
        WHOLE,
    ]


@pytest.mark.parametrize(
    ("document", "annotation"),
    [
        ([1], "Sequence[int] | str | bytes"),
        ([], "Sequence[Any] | str | bytes"),
        ([{"a": 1}], "Sequence[models.PlaceInput | Mapping[str, Any]] | str | bytes"),
        (5, "int | str | bytes"),
        ("a", "str | bytes"),
        (None, "Any | None"),
    ],
)
def test_json_that_is_no_object_is_required(document: Any, annotation: str) -> None:
    view = planned(endpoint(body=json_body(document)))
    assert signature(view) == ["*", f"body: {annotation}"]
    assert call_of(view) == "return self.call(_PLACE, body=body)"


def test_json_that_nobody_knows_is_any_json() -> None:
    view = planned(endpoint(body=Body(BodyKind.JSON, shape=NOTHING)))
    assert signature(view) == ["*", "body: JsonInput"]


def test_an_object_without_keys_is_given_whole_or_not_at_all() -> None:
    view = planned(endpoint(body=json_body({})))
    assert signature(view) == ["*", WHOLE]
    assert "body=JsonBody(is_object=True)" in view.root.constants[0].text


def test_forms_take_texts_and_files() -> None:
    fields = (
        FormField("name", samples=("ann",)),
        FormField("age", samples=("3",)),
        FormField("tag", samples=("a", "b")),
        FormField("front", is_file=True),
        FormField("more", is_file=True, samples=("a.png", "b.png")),
        FormField("kind", choices=("x", "y")),
        FormField("who", required=True),
    )
    view = planned(endpoint(body=Body(BodyKind.MULTIPART, fields=fields)))
    assert signature(view) == [
        "*",
        "who: str | Omit",
        "name: str | Omit = OMIT",
        "age: int | str | Omit = OMIT",
        "tag: Sequence[str] | Omit = OMIT",
        "front: FileInput | Omit = OMIT",
        "more: Sequence[FileInput] | Omit = OMIT",
        'kind: Literal["x", "y"] | str | Omit = OMIT',
        "body: FormInput | None | Omit = None",
    ]


def test_selectors_stand_in_the_signature_and_in_the_operation() -> None:
    selectors = (Selector("jsonrpc", "2.0"), Selector("v", 2), Selector("x", True))
    document = {"jsonrpc": "2.0", "v": 2, "x": True, "id": 1}
    view = planned(endpoint(body=json_body(document, selectors=selectors)))
    assert signature(view)[1:-1] == [
        'jsonrpc: str | None | Omit = "2.0"',
        "v: int | None | Omit = 2",
        "x: bool | None | Omit = True",
        "id: int | None | Omit = OMIT",
    ]
    constant = " ".join(view.root.constants[0].text.split())
    assert 'selectors=(("jsonrpc", "2.0"), ("v", 2), ("x", True)),' in constant


def test_graphql_takes_its_variables_and_a_whole_request() -> None:
    body = Body(
        BodyKind.GRAPHQL, shape=of({"first": 2}), document={"first": 2}, query="{ a }"
    )
    view = planned(endpoint(body=body))
    assert signature(view) == ["*", "first: int | None | Omit = OMIT", WHOLE]
    assert 'fields={"first": first}' in call_of(view)
    plain = planned(endpoint(body=dataclasses.replace(body, shape=of({}))))
    assert signature(plain) == ["*", WHOLE]
    assert "fields={}" in call_of(plain)


def test_text_that_is_sent_anyway_may_be_left_out() -> None:
    required = planned(endpoint(body=Body(BodyKind.TEXT)))
    assert signature(required) == ["*", "body: str | bytes"]
    view = planned(endpoint(body=Body(BodyKind.TEXT, default="<{{x}}/>")))
    assert signature(view) == ["*", "body: str | bytes | None | Omit = None"]
    assert 'default="<{{x}}/>"' in view.root.constants[0].text


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("in print", "in_print"),
        ("ids[]", "ids"),
        ("hub.mode", "hub_mode"),
        ("2fa", "field_2fa"),
        ("lines[0][qty]", None),
        ("@odata.type", None),
        ("$ref", None),
        ("{{x}}", None),
        ("", None),
        ("__", None),
        ("7", None),
    ],
)
def test_a_key_that_cannot_be_read_has_no_keyword(key: str, name: str | None) -> None:
    view = planned(endpoint(body=json_body({key: "a"})))
    names = [line.partition(":")[0] for line in signature(view)]
    assert names == ["*", *([name] if name else []), "body"]
    assert view.calls[0].fields == (((name, key),) if name else ())


def test_of_one_name_the_first_place_has_it_and_the_runtime_before_all() -> None:
    view = planned(
        endpoint(
            "Place",
            parameter(Place.PATH, ":id", "x"),
            parameter(Place.HEADER, "Id"),
            parameter(Place.QUERY, "id"),
            parameter(Place.QUERY, "self"),
            body=json_body({"id": 1, "body": "b", "self": 2, "a-b": 1, "a_b": 2}),
        )
    )
    assert view.calls[0].arguments == (
        *(("id", 0), ("id_query", 2), ("self_", 3), ("id_header", 1)),
    )
    assert view.calls[0].fields == (
        *(("id_body", "id"), ("body_", "body"), ("self_body", "self")),
        *(("a_b_body", "a-b"), ("a_b", "a_b")),
    )
    assert view.calls[0].body == "body"


def _locked(call: Endpoint, **more: Any) -> Endpoint:
    names = ItemNames(
        path=call.path, call="", sends="", shows="", folder="", method="place", **more
    )
    return dataclasses.replace(call, identity=LockIdentity(locked=names))


def test_the_lock_keeps_the_names_of_fields() -> None:
    before = endpoint(body=json_body({"id": 1}))
    item = planned(before).lock.items[0]
    assert item.arguments == {"body id": "id"}
    after = endpoint(
        "Call", parameter(Place.QUERY, "id"), body=json_body({"id": 1, "new": 1})
    )
    view = planned(_locked(after, arguments=item.arguments))
    assert view.calls[0].fields == (("id", "id"), ("new", "new"))
    assert view.calls[0].arguments == (("id_query", 0),)


def test_a_lock_with_a_class_for_a_whole_body_keeps_the_names_inside() -> None:
    call = endpoint(body=json_body({"price": {"amount": 1}, "lines": [{"n": 1}]}))
    plain = planned(call).lock
    inner = {".price": "MoneyInput", ".lines[]": "RowInput"}
    lock = Lock(
        classes={
            "TopInput": ClassNames("x", inner),
            "MoneyInput": plain.classes["PriceInput"],
            "RowInput": plain.classes["LineInput"],
        }
    )
    view = planned(_locked(call, classes={"body": "TopInput"}), lock=lock)
    assert set(view.lock.classes) == {"MoneyInput", "RowInput"}
    assert view.lock.items[0].classes == {
        "body .price": "MoneyInput",
        "body .lines[]": "RowInput",
    }
    again = planned(_locked(call, classes=view.lock.items[0].classes), lock=view.lock)
    assert again.lock.classes == view.lock.classes


def test_the_configuration_names_fields_too() -> None:
    call = endpoint(body=json_body({"id": 1, "note": "a"}))
    view = planned(call, names={"place(id)": "number"})
    assert view.calls[0].fields == (("number", "id"), ("note", "note"))
    assert view.lock.items[0].arguments == {"body id": "id", "body note": "note"}


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"place(idd)": "a"}, "there is no 'place(idd)'. Did you mean 'place(id)'?"),
        ({"place(id)": "note"}, "'place(note)' and 'place(id)' would both be 'note'"),
        ({"place(id)": "body"}, "'place(body)' and 'place(id)' would both be 'body'"),
        ({"place(id)": "self"}, "'place(id)' cannot be 'self': that is taken"),
    ],
)
def test_a_name_that_a_field_cannot_have_is_an_error(
    names: dict[str, str], told: str
) -> None:
    call = endpoint(body=json_body({"id": 1, "note": "a"}))
    with pytest.raises(UsageError) as caught:
        planned(call, names=names)
    assert told in str(caught.value)


def _answering(url: str, index: int, document: Any, **more: Any) -> Endpoint:
    saved = SavedResponses(outcomes=(Outcome(200, shape=of(document)),))
    return endpoint(f"Place {index}", url=url, index=index, saved=saved, **more)


def test_answers_of_the_same_resource_may_be_sent_back() -> None:
    book, order, pen = {"id": 1, "title": "a"}, {"id": 1, "n": 1}, {"ink": "a"}
    view = planned(
        _answering("{{host}}/books", 0, [book]),
        _answering("{{host}}/books/{{:book_id}}", 1, book, body=json_body(book)),
        _answering("{{host}}/books/{{:id}}/order", 2, order, body=json_body(order)),
        _answering("{{host}}/pens/{{pen}}", 3, pen, body=json_body(pen)),
    )
    found = [signature(view, at)[-1] for at in (1, 2, 3)]
    parts = [line.removeprefix("body: models.").split(" | ")[0] for line in found]
    classes = [each.result.removeprefix("models.") for each in view.calls]
    assert parts == classes[1:]
    assert len(set(parts)) == 3


def test_the_signature_says_what_an_option_takes() -> None:
    view = planned(
        endpoint(
            headers=(HeaderEntry("X-Tenant", "{{tenant}}"),), url="{{host}}/{{v}}"
        ),
        options=(
            option("host", role=Role.HOST),
            option("token", role=Role.CREDENTIAL),
            option("tenant", value="acme"),
            option("v", required=False),
        ),
    )
    client = view.root.classes[0]
    head = " ".join(client.functions[0].head.split())
    assert "host: str | None = None, token: str | None | Omit = None," in head
    assert 'Option( "v"' not in head
    text = " ".join(client.docstring.split())
    assert "host: Where requests go. Must be set." in text
    assert "token: A credential. Must be set, or OMIT." in text
    assert "tenant: Sent in the header `X-Tenant`. Default: `acme`." in text
    assert "v: Sent in the address. Not sent unless set." in text
    assert view.root.constants[-1].text.count("optional=True") == 1


def test_the_docstring_says_what_is_sent_when_an_argument_is_left_out() -> None:
    view = planned(
        endpoint(
            "Place",
            parameter(Place.PATH, ":id", "a-1", description="Which one"),
            parameter(Place.QUERY, "v", "2", option="api_version"),
            parameter(Place.HEADER, "Idempotency-Key", "<string>"),
            parameter(Place.HEADER, "If-Match"),
            parameter(Place.QUERY, "at"),
            parameter(Place.QUERY, "action", "list", default="list"),
            parameter(Place.QUERY, "sort", choices=("asc", "desc")),
            parameter(Place.QUERY, "off", "x", sent=False),
            query=(QueryEntry("at", fixed=True, default="{{$isoTimestamp}}"),),
            headers=(
                HeaderEntry("Idempotency-Key", "{{$guid}}"),
                HeaderEntry("If-Match"),
            ),
        ),
        options=(option("api_version", value="2"),),
    )
    assert documented(view) == {
        "id": "Which one. For example `a-1`.",
        "v": "For example `2`. Default: the client's `api_version`.",
        "at": "Left out: the time.",
        "action": "A query parameter.",
        "sort": "One of `asc`, `desc`, or another text.",
        "off": "For example `x`. Disabled in the collection.",
        "idempotency_key": "Left out: a fresh UUID.",
        "if_match": "The header `If-Match`.",
    }


def test_fields_are_documented_where_there_is_something_to_say() -> None:
    fields = (
        FormField("user", samples=("ann",), description="Who"),
        FormField("password", samples=(Secret("x"),)),
        FormField("in print"),
        FormField("kind", choices=("x", "y"), required=True),
    )
    view = planned(endpoint(body=Body(BodyKind.FORM, fields=fields)))
    assert documented(view) == {
        "user": "Who. For example `ann`.",
        "in_print": "The field `in print`.",
        "kind": "One of `x`, `y`, or another text. OMIT where `body` has it.",
        "body": "A whole form: a mapping, or pairs; keywords win over its fields.",
    }


@pytest.mark.parametrize(
    "text",
    [
        *(
            "<string>",
            "string",
            "null",
            "YOUR_API_KEY",
            "user_example",
            "...",
            " ",
            "{{x}}",
        )
    ],
)
def test_a_place_holder_is_no_example(text: str) -> None:
    given = parameter(Place.QUERY, "k", text)
    assert documented(planned(endpoint("Place", given))) == {"k": "A query parameter."}


def test_a_header_without_a_value_is_not_sent_and_a_key_alone_has_no_equals_sign() -> (
    None
):
    bare = dataclasses.replace(parameter(Place.QUERY, "flag"), samples=(None, "1"))
    view = planned(
        endpoint(
            "Place",
            bare,
            query=(QueryEntry("flag"), QueryEntry("flag")),
            headers=(HeaderEntry("Accept", "*/*"), HeaderEntry("If-Match")),
        )
    )
    constant = " ".join(view.root.constants[0].text.split())
    assert 'query=(Query("flag", is_bare=True), Query("flag"))' in constant
    assert 'headers=(("Accept", "*/*"), ("If-Match", OMIT))' in constant
