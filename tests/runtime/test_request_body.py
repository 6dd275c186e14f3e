"""Bodies: what a call gives -> the bytes and the Content-Type that are sent."""

import io
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.runtime import (
    OMIT,
    Body,
    FileBody,
    FormBody,
    GraphqlBody,
    JsonBody,
    MultipartBody,
    Omit,
    Operation,
    Part,
    TextBody,
)
from postkiln.runtime.auth.bearer import Bearer
from postkiln.runtime.codec.model import Model
from postkiln.runtime.errors import RequestError
from postkiln.runtime.options import OptionValues
from postkiln.runtime.prepare import request_flow
from postkiln.runtime.request.arguments import arguments
from postkiln.runtime.request.media_types import media_type
from postkiln.runtime.request.request import Request

OFFICE = "application/vnd.openxmlformats-officedocument"
BOUNDARY = ("Content-Type", "multipart/form-data; boundary=XYZ")


@dataclass(slots=True, kw_only=True)
class Upload(Model):
    title: str | Omit = OMIT
    cover: Path | Omit = OMIT
    page_size: int | Omit | None = field(default=OMIT, metadata={"key": "page-size"})


@dataclass(slots=True, kw_only=True)
class Note(Model):
    title: str | Omit = OMIT
    page_size: int | Omit | None = field(default=OMIT, metadata={"key": "page-size"})


def sent(spec: Body | None, body: object, *headers: tuple[str, str]) -> Request:
    operation = Operation[object](
        name="x", method="POST", url="http://h/", headers=headers, body=spec
    )
    call = arguments({}, {}, body)
    return next(
        request_flow(operation, call, OptionValues({"v": "VAL"}, {}), agent="a")
    )


def octets(request: Request) -> bytes:
    return b"".join(request.content.chunks())


def content_type(request: Request) -> str | None:
    found = [value for name, value in request.headers if name.lower() == "content-type"]
    assert len(found) < 2
    return found[0] if found else None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"b": 1, "a": [None, "é"]}, '{"b":1,"a":[null,"é"]}'),
        ([], "[]"),
        (None, "null"),
        (1.5, "1.5"),
        ('{ "verbatim" : {{v}} }', '{ "verbatim" : {{v}} }'),
        (b"\xff", b"\xff"),
        ({"x": OMIT, "y": 1}, '{"y":1}'),
        ({"t": datetime(2024, 1, 2, tzinfo=UTC)}, '{"t":"2024-01-02T00:00:00Z"}'),
        (Note(title="T", page_size=None), '{"title":"T","page-size":null}'),
        (["a\ud800"], r'["a\ud800"]'),
    ],
)
def test_json_is_compact_and_text_is_verbatim(
    body: object, expected: str | bytes
) -> None:
    request = sent(JsonBody(), body)
    assert octets(request) == (
        expected.encode() if isinstance(expected, str) else expected
    )
    assert content_type(request) == "application/json"


@pytest.mark.parametrize("body", [float("nan"), {"x": object()}, {1: 2}])
def test_what_json_cannot_hold_is_refused(body: object) -> None:
    with pytest.raises(RequestError, match="body"):
        sent(JsonBody(), body)


@pytest.mark.parametrize(
    ("spec", "body"),
    [
        (None, OMIT),
        (JsonBody(), OMIT),
        (JsonBody(), ""),
        (TextBody(), None),
        (TextBody(), b""),
        (FormBody(), {}),
        (FormBody(), {"a": OMIT}),
        (MultipartBody(), {}),
        (FileBody(), b""),
        (FileBody(), None),
    ],
)
def test_without_a_body_there_is_no_content_type(
    spec: Body | None, body: object
) -> None:
    request = sent(spec, body)
    assert octets(request) == b""
    assert content_type(request) is None
    assert ("Content-Length", "0") in request.headers


def test_header_of_the_operation_wins_over_the_content_type_of_the_body() -> None:
    own = ("content-type", "application/vnd.api+json")
    assert content_type(sent(JsonBody(), {}, own)) == own[1]
    assert content_type(sent(TextBody("application/xml"), "<a/>", own)) == own[1]


def test_blank_text_is_a_body() -> None:
    request = sent(TextBody(), "   ")
    assert (octets(request), content_type(request)) == (b"   ", "text/plain")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"a": [1, "2"], "b": "x y&z=é!'()*+~"}, "a=1&a=2&b=x%20y%26z%3D%C3%A9%21%27%28%29%2A%2B~"),
        ({"t": True, "e": ""}, "t=true&e="),
        ({"k k": {"x": 1}}, "k%20k=%7B%22x%22%3A1%7D"),
        (Upload(title="T", page_size=3), "title=T&page-size=3"),
        ("a=1&b=%20", "a=1&b=%20"),
    ],
)  # fmt: skip
def test_form_is_encoded_as_postman_does(fields: object, expected: str) -> None:
    request = sent(FormBody(), fields, ("Content-Type", "application/json"))
    assert octets(request).decode() == expected
    assert content_type(request) == "application/x-www-form-urlencoded"


def test_form_type_with_a_charset_is_kept() -> None:
    own = "application/x-www-form-urlencoded; charset=utf-8"
    assert content_type(sent(FormBody(), {"a": 1}, ("Content-Type", own))) == own


@given(st.dictionaries(st.text(min_size=1), st.text(), min_size=1))
def test_form_reads_back(fields: Mapping[str, str]) -> None:
    text = octets(sent(FormBody(), fields)).decode()
    assert dict(parse_qsl(text, keep_blank_values=True)) == fields


def test_form_that_is_no_mapping_is_refused() -> None:
    with pytest.raises(RequestError, match="mapping of fields, or pairs, not list"):
        sent(FormBody(), [1])


def test_multipart_names_parts_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "ü.txt"
    path.write_bytes(b"hello")
    parts = (Part("j", content_type="application/json"), Part("f", is_file=True))
    fields = {'q"é': "v", "j": {"x": 1}, "f": [path, ("n.png", b"\x89")], "no": OMIT}
    request = sent(MultipartBody(parts), fields, BOUNDARY)
    assert octets(request).decode("latin-1").encode("latin-1") == (
        b'--XYZ\r\nContent-Disposition: form-data; name="q"\xc3\xa9"\r\n\r\nv\r\n'
        b'--XYZ\r\nContent-Disposition: form-data; name="j"\r\n'
        b'Content-Type: application/json\r\n\r\n{"x":1}\r\n'
        b'--XYZ\r\nContent-Disposition: form-data; name="f"; filename="\xc3\xbc.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\nhello\r\n"
        b'--XYZ\r\nContent-Disposition: form-data; name="f"; filename="n.png"\r\n'
        b"Content-Type: image/png\r\n\r\n\x89\r\n--XYZ--\r\n"
    )
    assert ("Content-Length", str(len(octets(request)))) in request.headers


def test_multipart_takes_an_input_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "c.bin").write_bytes(b"C")
    spec = MultipartBody((Part("cover", is_file=True),))
    body = octets(sent(spec, Upload(cover=tmp_path / "c.bin", page_size=2), BOUNDARY))
    assert (
        b'filename="c.bin"\r\nContent-Type: application/octet-stream\r\n\r\nC' in body
    )
    assert b'name="page-size"\r\n\r\n2\r\n' in body
    assert b"title" not in body


def test_multipart_file_that_is_null_is_an_empty_part() -> None:
    body = octets(sent(MultipartBody((Part("f", True),)), {"f": None}, BOUNDARY))
    assert body == (
        b'--XYZ\r\nContent-Disposition: form-data; name="f"; filename=""\r\n\r\n\r\n'
        b"--XYZ--\r\n"
    )


@pytest.mark.parametrize("own", ["multipart/form-data", "application/json", ""])
def test_multipart_type_without_a_boundary_is_replaced(own: str) -> None:
    request = sent(MultipartBody(), {"a": 1}, ("Content-Type", own))
    found = content_type(request) or ""
    head, _, boundary = found.partition("boundary=")
    assert head == "multipart/form-data; "
    assert octets(request).startswith(f"--{boundary}\r\n".encode())


@pytest.mark.parametrize("name", ["a\r\nX: 1", "a\nb", "a\x00"])
def test_multipart_name_that_ends_the_line_is_refused(name: str) -> None:
    with pytest.raises(RequestError, match="must not end the line"):
        sent(MultipartBody(), {name: "v"})
    with pytest.raises(RequestError, match="must not end the line"):
        sent(MultipartBody(), {"f": (name, b"v")})


def test_text_in_place_of_a_file_is_refused() -> None:
    with pytest.raises(RequestError, match=r"body\.f: give a pathlib\.Path"):
        sent(MultipartBody((Part("f", True),)), {"f": "path.txt"})


def test_file_is_streamed_with_its_length_and_guessed_type(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.write_bytes(b"P" * 200_000)
    request = sent(FileBody(), path)
    assert not request.content.in_memory
    assert len(list(request.content.chunks())) > 1
    assert ("Content-Length", "200000") in request.headers
    assert content_type(request) == "image/png"


def test_open_file_is_sent_from_where_it_stands_and_again() -> None:
    file = io.BytesIO(b"skip rest")
    file.seek(5)
    request = sent(FileBody(), file)
    assert octets(request) == octets(request) == b"rest"
    assert content_type(request) is None


def test_file_opened_as_text_is_refused() -> None:
    with pytest.raises(RequestError, match="binary mode"):
        sent(FileBody(), io.StringIO("text"))


def test_file_that_cannot_be_read_is_refused() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "none"
    with pytest.raises(RequestError, match="No such file"):
        sent(FileBody(), path)


@pytest.mark.parametrize(
    ("variables", "tail"),
    [
        (OMIT, ""),
        ("", ""),
        ({"x": 1}, ',"variables":{"x":1}'),
        ('{"x": oops}', ',"variables":{"x": oops}'),
    ],
)
def test_graphql_splices_variables(variables: object, tail: str) -> None:
    request = sent(GraphqlBody('{a(b:"{{v}}")}', "Q"), variables)
    head = '{"query":"{a(b:\\"VAL\\")}","operationName":"Q"'
    assert octets(request).decode() == head + tail + "}"
    assert content_type(request) == "application/json"


def test_graphql_without_a_query_is_an_empty_object() -> None:
    assert octets(sent(GraphqlBody(None), OMIT)) == b"{}"


PAIRS = [("a", "1"), ("f", b"x"), ("a", "2"), ("no", OMIT)]


def test_a_form_may_be_given_as_pairs_that_keep_their_order() -> None:
    body = octets(sent(MultipartBody(), PAIRS, BOUNDARY))
    assert body.split(b"--XYZ")[1:-1] == [
        b'\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
        b'\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\nx\r\n",
        b'\r\nContent-Disposition: form-data; name="a"\r\n\r\n2\r\n',
    ]
    assert octets(sent(FormBody(), [("a", 1), ("b", 2), ("a", 3)])) == b"a=1&b=2&a=3"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ('q "x".bin', 'name="f"; filename="q "x".bin"'),
        ('a"; name="b', 'name="f"; filename="a%22; name=%22b"'),
        ("", 'name="f"'),
    ],
)
def test_a_file_name_stays_a_name(name: str, shown: str) -> None:
    body = octets(sent(MultipartBody(), {"f": (name, b"x")}, BOUNDARY))
    assert f"form-data; {shown}\r\n".encode() in body


def test_the_type_of_a_part_is_its_files_and_not_of_the_name_it_goes_by(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    files = {"f": ("b.csv", tmp_path / "a.txt"), "g": ("c.csv", b"x")}
    body = octets(sent(MultipartBody(), files, BOUNDARY))
    types = [line for line in body.split(b"\r\n") if line.startswith(b"Content-Type")]
    assert types == [b"Content-Type: text/plain", b"Content-Type: text/csv"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.PNG", "image/png"),
        ("a.b.xml", "application/xml"),
        ("a.yaml", "text/yaml"),
        ("report.docx", f"{OFFICE}.wordprocessingml.document"),
        ("json", None),
        ("a.unheard", None),
        ("", None),
    ],
)
def test_media_types_do_not_depend_on_the_machine(
    name: str, expected: str | None
) -> None:
    assert media_type(name) == expected


def test_a_type_that_is_replaced_keeps_its_place_and_its_spelling() -> None:
    own = (("content-TYPE", "application/json"), ("X-A", "1"))
    request = sent(FormBody(), {"a": 1}, *own)
    named = [each for each in request.headers if each[0] in ("content-TYPE", "X-A")]
    assert named == [
        ("content-TYPE", "application/x-www-form-urlencoded"),
        ("X-A", "1"),
    ]


@pytest.mark.parametrize(
    ("spec", "first"),
    [
        (JsonBody(), "Content-Type"),
        (JsonBody("text/plain"), "Authorization"),
        (GraphqlBody("{a}"), "Authorization"),
    ],
)
def test_a_type_known_to_be_json_comes_before_auth(spec: Body, first: str) -> None:
    operation = Operation[object](
        name="x", method="POST", url="http://h/", body=spec, auth=Bearer("t")
    )
    call = arguments({}, {}, {"a": 1})
    request = next(request_flow(operation, call, OptionValues({}, {}), agent="a"))
    names = [name for name, _ in request.headers]
    assert next(n for n in names if n in ("Content-Type", "Authorization")) == first
