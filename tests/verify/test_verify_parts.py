"""The parts of the engine that a good client never shows at work."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from postkiln.model.api import Example
from postkiln.verify.bodies import without_comments
from postkiln.verify.example_checker import (
    ExampleChecker,
    ExampleResult,
    Mismatch,
    describe_error,
    replayed_example,
)
from postkiln.verify.json_difference import first_difference
from postkiln.verify.mock_server import CallOutcome, SentRequest
from postkiln.verify.package import ImportedPackage, import_package
from postkiln.verify.report import Check

RUNTIME = {
    "__init__.py": "",
    "_runtime/__init__.py": "",
    "_runtime/codec/__init__.py": "",
    "_runtime/errors.py": (
        "class ApiError(Exception):\n    pass\n"
        "class DecodeError(ApiError):\n    pass\n"
        "class NotFoundError(ApiError):\n    body = {'a': 1}\n"
    ),
    "errors.py": (
        "from ._runtime.errors import NotFoundError\n"
        "class BadRequestError(Exception):\n    pass\n"
    ),
    "_runtime/codec/convert.py": (
        "def encode(value):\n    return value\n"
        "def decode(annotation, data, strict):\n    return data\n"
    ),
}


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}, None),
        (1, 1.0, "$: int became float"),
        (True, 1, "$: bool became int"),
        ({"a": 0.0}, {"a": -0.0}, "$.a: another float"),
        (float("nan"), float("nan"), None),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, "$: the keys have another order"),
        ({"a": 1}, {"a": 1, "b": None}, "$: has other keys"),
        ({"a": [1, 2]}, {"a": [1]}, "$.a: 2 items became 1"),
        ([{"x y": "secret"}], [{"x y": "other"}], '$[0]["x y"]: another str'),
        ([None, 1], ["", 1], "$[0]: None became str"),
        ([1, 2, 3], [0, 2, 0], "$[0]: another int"),
    ],
)
def test_a_difference_is_its_first_place_in_types(
    was: Any, now: Any, said: str | None
) -> None:
    assert first_difference(was, now) == said


def test_values_of_any_depth_are_compared() -> None:
    one: Any = 1
    other: Any = 2
    for _ in range(20_000):
        one, other = [one], [other]
    found = first_difference(one, other)
    assert found is not None
    assert found.endswith("[0]: another int")


def test_a_package_is_imported_from_memory_and_forgotten() -> None:
    files = {
        "__init__.py": "",
        "one.py": "from .two import TWO\n",
        "two/__init__.py": "TWO = 2\n",
        "py.typed": "",
    }
    before, finders = set(sys.modules), list(sys.meta_path)
    with import_package(files) as package:
        assert package.get("one", "TWO") == 2
        assert len(set(sys.modules) - before) == 3
        with pytest.raises(ModuleNotFoundError):
            package.get("three", "THREE")
    assert set(sys.modules) == before
    assert sys.meta_path == finders


def test_a_package_is_forgotten_when_it_fails() -> None:
    before, finders = set(sys.modules), list(sys.meta_path)
    with (
        pytest.raises(ZeroDivisionError),
        import_package({"__init__.py": "1 / 0"}) as package,
    ):
        package.get("any", "NAME")
    assert set(sys.modules) == before
    assert sys.meta_path == finders


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('{"a": 1} // end', '{"a": 1} '),
        ('{/* one\n two */"a": 1}', '{"a": 1}'),
        ('{"a": "http://x/*y*/"}', '{"a": "http://x/*y*/"}'),
        (r'{"a": "\"// no"}', r'{"a": "\"// no"}'),
    ],
)
def test_comments_go_and_strings_stay(text: str, kept: str) -> None:
    assert without_comments(text) == kept


def request(**parts: Any) -> SentRequest:
    usual: dict[str, Any] = {
        "method": "GET",
        "scheme": "http",
        "host": "a.example",
        "target": "/",
        "headers": (("X-A", "1"),),
        "body": b"",
    }
    return SentRequest(**{**usual, **parts})


@pytest.mark.parametrize(
    ("parts", "difference", "without_values"),
    [
        ({}, None, None),
        ({"method": "PUT"}, "method", "method"),
        ({"scheme": "https"}, "scheme", "scheme"),
        ({"headers": ()}, "number of headers", "number of headers"),
        ({"headers": (("X-A", "2"),)}, "header", None),
        ({"host": "b.example"}, "host", None),
        ({"target": "/x"}, "target", None),
        ({"body": b"x"}, "body", None),
    ],
)
def test_requests_are_compared_part_by_part(
    parts: dict[str, Any], difference: str | None, without_values: str | None
) -> None:
    assert request().first_difference(request(**parts)) == difference
    assert (
        request().first_difference(request(**parts), ignore_values=True)
        == without_values
    )


def form(boundary: str, value: str) -> SentRequest:
    headers = (("Content-Type", f"multipart/form-data; boundary={boundary}"),)
    return request(headers=headers, body=f"--{boundary}\r\n{value}".encode())


def test_boundaries_are_no_difference_and_what_they_part_is() -> None:
    assert form("--1", "a").first_difference(form("--2", "a")) is None
    assert form("--1", "a").first_difference(form("--2", "b")) == "body"


def test_a_request_shows_no_value() -> None:
    assert "secret" not in repr(request(target="/secret", body=b"secret"))


def nothing(status: int) -> Any:
    raise AssertionError(f"nobody asks for the type of {status}")


def checked(
    status: int,
    body: str,
    outcome: Callable[[ImportedPackage], CallOutcome],
    **files: str,
) -> ExampleResult:
    with import_package(RUNTIME | files) as package:
        checker = ExampleChecker(package, dict.fromkeys(range(400, 600), Any).get)
        return checker.check(
            replayed_example(Example("Seen", status, (), body)), outcome(package)
        )


def returning(value: object) -> Callable[[ImportedPackage], CallOutcome]:
    return lambda package: CallOutcome(value=value)


def raising(name: str, *said: str) -> Callable[[ImportedPackage], CallOutcome]:
    return lambda package: CallOutcome(
        error=package.get("_runtime.errors", name)(*said)
    )


@pytest.mark.parametrize(
    ("status", "body", "outcome", "mismatch"),
    [
        (
            200,
            '{"a": 1}',
            returning({"a": 2}),
            Mismatch(Check.NOT_EQUAL, "$.a: another int"),
        ),
        (
            200,
            "1",
            raising("DecodeError", "$: expected int, found str"),
            Mismatch(Check.NOT_DECODED, "$: expected int, found str"),
        ),
        (
            200,
            "1",
            raising("ApiError", "something else"),
            Mismatch(Check.WRONG_ERROR, "something else"),
        ),
        (
            404,
            "1",
            returning(1),
            Mismatch(
                Check.WRONG_ERROR, "404: raises nothing, not errors.NotFoundError"
            ),
        ),
        (
            400,
            "1",
            raising("NotFoundError"),
            Mismatch(
                Check.WRONG_ERROR,
                "400: raises _runtime.errors.NotFoundError, not errors.BadRequestError",
            ),
        ),
        (
            200,
            "plain",
            returning(None),
            Mismatch(Check.TEXT_DIFFERS, "200: text became nothing"),
        ),
        (
            200,
            "",
            returning("more"),
            Mismatch(Check.TEXT_DIFFERS, "200: nothing became text"),
        ),
    ],
)
def test_what_does_not_match_is_told(
    status: int,
    body: str,
    outcome: Callable[[ImportedPackage], CallOutcome],
    mismatch: Mismatch,
) -> None:
    result = checked(status, body, outcome)
    assert result.mismatch == mismatch
    assert not result.equal


def test_an_error_must_decode_strictly_too() -> None:
    strict = (
        "from ..errors import DecodeError\n"
        "def decode(annotation, data, strict):\n"
        "    if strict:\n        raise DecodeError('$.a: expected str, found int')\n"
    )
    files = {"_runtime/codec/convert.py": strict}
    result = checked(404, '{"a": 1}', raising("NotFoundError"), **files)
    assert result == ExampleResult(
        mismatch=Mismatch(Check.NOT_DECODED, "404: $.a: expected str, found int")
    )


def test_what_cannot_be_encoded_is_told() -> None:
    encode = "def encode(value):\n    raise TypeError('$.a: set has no JSON form')\n"
    result = checked(200, "1", returning(1), **{"_runtime/codec/convert.py": encode})
    assert result.mismatch == Mismatch(Check.NOT_EQUAL, "$.a: set has no JSON form")
    assert result.decoded


def test_a_bug_is_told_by_its_kind_and_place_and_not_in_its_words() -> None:
    def place() -> None:
        raise KeyError("secret")

    with pytest.raises(KeyError) as caught:
        place()
    assert describe_error(caught.value) == "KeyError in place"
