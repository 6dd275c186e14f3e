"""What calls take as their body."""

from __future__ import annotations

import pytest
from build.trees import api_of, call, calls, codes, entries, item, typed

from postkiln.model.api import Body, BodyKind, FormEntry, FormField, Secret
from postkiln.postman.collection import (
    Entry,
    Folder,
    FormPart,
    Graphql,
    ItemRequest,
    ProtocolProfileBehavior,
    SavedResponse,
)
from postkiln.postman.collection import RequestBody as Raw
from postkiln.shapes.lattice import Shape, of


def body(raw: Raw | None, content_type: str | None = None) -> Body | None:
    headers = typed(content_type) if content_type else ()
    return call(item(method="POST", headers=headers, body=raw)).body


@pytest.mark.parametrize(
    ("language", "content_type", "media_type", "drops_comments"),
    [
        ("json", None, "application/json", True),
        (None, "application/json; charset=utf-8", "text/plain", True),
        (None, "application/problem+json", "text/plain", True),
        (None, None, "text/plain", False),
        ("text", "application/json", "text/plain", False),
        ("json", "text/plain", "application/json", True),
    ],
)
def test_json_is_told_by_label_or_by_trying(
    language: str | None,
    content_type: str | None,
    media_type: str,
    drops_comments: bool,
) -> None:
    raw = '{"a": 1 /* one */}'
    assert body(Raw("raw", raw=raw, language=language), content_type) == Body(
        BodyKind.JSON,
        media_type,
        of({"a": 1}),
        sample=Secret(raw),
        drops_comments=drops_comments,
    )


@pytest.mark.parametrize(
    ("language", "media_type"),
    [
        ("xml", "application/xml"),
        ("html", "text/html"),
        ("javascript", "application/javascript"),
        ("text", "text/plain"),
    ],
)
def test_other_languages_are_text_of_their_type(language: str, media_type: str) -> None:
    found = body(Raw("raw", raw='{"a": 1}', language=language))
    assert found == Body(BodyKind.TEXT, media_type, sample=Secret('{"a": 1}'))


def test_an_unlabelled_scalar_is_text() -> None:
    found = body(Raw("raw", raw="5"))
    assert found is not None
    assert found.kind is BodyKind.TEXT


def test_json_that_does_not_parse_is_a_notice_and_text() -> None:
    raw = Raw("raw", raw='{"a": }', language="json")
    api = api_of(item(method="POST", body=raw))
    found = calls(api)[0].body
    assert found is not None
    assert (found.kind, found.media_type) == (BodyKind.TEXT, "application/json")
    assert found.sample == Secret('{"a": }')
    assert codes(api).count("body-not-json") == 1


def test_text_that_another_header_claims_is_no_notice() -> None:
    raw = Raw("raw", raw="a: 1", language="json")
    api = api_of(item(method="POST", headers=typed("text/yaml"), body=raw))
    assert "body-not-json" not in codes(api)


def test_saved_calls_are_evidence_for_the_body() -> None:
    def seen(code: int, raw: str) -> SavedResponse:
        request = ItemRequest("POST", None, body=Raw("raw", raw=raw))
        return SavedResponse("e", code, request=request)

    examples = (seen(200, '{"b": 2}'), seen(400, '{"c": 3}'), seen(200, "{broken"))
    raw = Raw("raw", raw='{"a": 1}', language="json")
    found = call(item(method="POST", body=raw, examples=examples)).body
    assert found is not None
    assert found.shape is not None
    keys = [(f.key, f.optional) for f in found.shape.fields or ()]
    assert keys == [("a", True), ("b", True)]


@pytest.mark.parametrize(
    "raw",
    [
        None,
        Raw("raw"),
        Raw("urlencoded"),
        Raw("graphql"),
    ],
)
def test_nothing_to_send_is_no_body(raw: Raw | None) -> None:
    assert body(raw) is None


@pytest.mark.parametrize(
    "raw",
    [
        Raw("urlencoded", urlencoded=entries(("a", "1"), disabled=True)),
        Raw("formdata", formdata=(FormPart("a", "1", disabled=True),)),
    ],
)
def test_fields_that_are_all_disabled_may_be_given(raw: Raw) -> None:
    found = body(raw)
    assert found is not None
    assert [(each.key, each.sent) for each in found.fields] == [("a", False)]
    assert found.entries == ()


@pytest.mark.parametrize("method", ["GET", "HEAD", "COPY", "PURGE", "UNLOCK"])
def test_some_methods_have_no_body_unless_the_nearest_level_says_so(
    method: str,
) -> None:
    keep, silent = (
        ProtocolProfileBehavior(disable_body_pruning=True),
        ProtocolProfileBehavior(),
    )
    raw = Raw("raw", raw="x")
    plain = item(method=method, body=raw)
    stubborn = item(method=method, body=raw, behavior=ProtocolProfileBehavior(False))
    assert call(plain).body is None
    assert call(Folder("F", (plain,), behavior=keep)).body is not None
    assert call(Folder("F", (stubborn,), behavior=keep)).body is None
    above = Folder("F", (Folder("G", (plain,), behavior=silent),), behavior=keep)
    assert call(above).body is not None


def test_form_fields_are_grouped_at_their_first_place() -> None:
    lines = (
        Entry("a", "1"),
        Entry("b", None, description="A flag"),
        Entry("a", "2"),
        Entry("a", "3", True),
        Entry("c", "4", True),
        Entry("password", "pw"),
    )
    assert body(Raw("urlencoded", urlencoded=lines)) == Body(
        BodyKind.FORM,
        "application/x-www-form-urlencoded",
        fields=(
            FormField("a", samples=("1", "2")),
            FormField("b", samples=(None,), description="A flag"),
            FormField("c", sent=False, samples=("4",)),
            FormField("password", samples=(Secret("pw"),)),
        ),
        entries=(
            FormEntry("a", "1"),
            FormEntry("a", "2"),
            FormEntry("b", None),
            FormEntry("password", Secret("pw")),
        ),
    )


def test_parts_are_text_or_files() -> None:
    parts = (
        FormPart("note", "{{x}}", content_type="text/markdown"),
        FormPart("pic", "", True, ("a.png", "b.png"), description="Pictures"),
        FormPart("none", "", True, disabled=True),
    )
    assert body(Raw("formdata", formdata=parts)) == Body(
        BodyKind.MULTIPART,
        "multipart/form-data",
        fields=(
            FormField("note", content_type="text/markdown", samples=("{{x}}",)),
            FormField("pic", True, samples=("a.png", "b.png"), description="Pictures"),
            FormField("none", True, sent=False),
        ),
        entries=(
            FormEntry("note", "{{x}}"),
            FormEntry("pic", is_file=True, source="a.png"),
            FormEntry("pic", is_file=True, source="b.png"),
        ),
    )


def test_files_may_lie_in_the_collection_and_go_by_another_name() -> None:
    parts = (
        FormPart("f", "aGk=", True, file_name="z.txt"),
        FormPart("f", "a text"),
        FormPart("g", "", True, ("a.txt",), file_name="b.csv"),
    )
    form = body(Raw("formdata", formdata=parts))
    assert form is not None
    assert [(f.key, f.is_file) for f in form.fields] == [("f", False), ("g", True)]
    assert form.entries == (
        FormEntry("f", is_file=True, content=Secret("aGk="), file_name="z.txt"),
        FormEntry("f", "a text"),
        FormEntry("g", is_file=True, source="a.txt", file_name="b.csv"),
    )
    kept = body(Raw("file", content="aGk="))
    assert kept == Body(BodyKind.FILE, content=Secret("aGk="))


def test_a_file_that_is_not_chosen_is_one_all_the_same() -> None:
    assert body(Raw("file")) == Body(BodyKind.FILE)


def test_a_file_is_its_path() -> None:
    found = body(Raw("file", source="cover.png"))
    assert found == Body(BodyKind.FILE, sample="cover.png")


def test_graphql_takes_typed_variables() -> None:
    query = Graphql("query Q($n: Int) { a(n: $n) }", "Q", '{"n": 1, "m": {{m}}}')
    found = body(Raw("graphql", graphql=query))
    assert found is not None
    assert (found.kind, found.query, found.operation_name) == (
        BodyKind.GRAPHQL,
        query.query,
        "Q",
    )
    assert found.shape is not None
    assert [f.key for f in found.shape.fields or ()] == ["n", "m"]
    assert found.sample == Secret(query.variables)


def test_graphql_variables_may_be_missing_or_no_json() -> None:
    missing = body(Raw("graphql", graphql=Graphql("{ a }")))
    odd = body(Raw("graphql", graphql=Graphql("{ a }", variables="{n: 1}")))
    assert missing is not None
    assert missing.shape == Shape(fields=())
    assert odd is not None
    assert odd.shape is None


def test_holes_in_a_body_are_no_arguments() -> None:
    raw = Raw("raw", raw='{"a": "{{x}}"}', language="json")
    api = api_of(item(method="POST", body=raw))
    assert calls(api)[0].parameters == ()
    assert [each.variable for each in api.options] == ["https://api.example.com"]
