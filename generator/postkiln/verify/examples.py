"""A saved example and what the client made of it -> whether they agree."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from postkiln.model.api import Example
from postkiln.python.faults import error_name
from postkiln.verify.difference import difference
from postkiln.verify.package import Package
from postkiln.verify.report import Check
from postkiln.verify.stage import Answer, Heard

_NO_JSON = object()

Trouble = tuple[Check, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one example; `trouble` says what is wrong with it, if anything."""

    is_json: bool
    decoded: bool = False
    equal: bool = False
    trouble: Trouble | None = None


def answer_of(example: Example) -> Answer:
    """The example as an answer of the server.

    Of its headers the media type alone: lengths and encodings are those of its bytes,
    and a redirect is an answer here and not a way to another.
    """
    found = (v for name, v in example.headers if name.lower() == "content-type")
    # A lone surrogate cannot have come over the wire.
    body = (example.body or "").encode("utf-8", "replace").decode()
    return Answer(example.status, next(found, None), body)


def _data(answer: Answer) -> Any:
    """The JSON data of an answer; `_NO_JSON` where `json.loads` finds none."""
    try:
        return json.loads(answer.body.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _NO_JSON


def is_json(answer: Answer) -> bool:
    """Whether the body is JSON, whatever its label says."""
    return _data(answer) is not _NO_JSON


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares examples with what a package made of them.

    `annotation` tells the type that the body of an error was decoded into.
    """

    package: Package
    annotation: Callable[[int], Any]

    def judge(self, answer: Answer, heard: Heard) -> Verdict:
        """Whether a call that got this answer returned or raised what is in it."""
        data = _data(answer)
        is_json = data is not _NO_JSON
        trouble = self._raised(answer, heard)
        if trouble is not None:
            return Verdict(is_json, trouble=trouble)
        value = heard.value if heard.error is None else vars(heard.error)["body"]
        if not is_json:
            return Verdict(is_json, trouble=_text_trouble(answer, value))
        if answer.status >= 400:
            trouble = self._strictly(answer)
            if trouble is not None:
                return Verdict(is_json, trouble=trouble)
        trouble = self._json_trouble(data, value)
        return Verdict(is_json, decoded=True, equal=trouble is None, trouble=trouble)

    def _raised(self, answer: Answer, heard: Heard) -> Trouble | None:
        """Whether an error was raised where none should be, or the wrong one, or none."""
        if answer.status < 400:
            return None if heard.error is None else self._misread(heard.error)
        expected = str(error_name(answer.status))
        found = "nothing" if heard.error is None else type(heard.error).__name__
        if found == expected:
            return None
        return Check.WRONG_ERROR, f"{answer.status}: raises {found}, not {expected}"

    def _misread(self, error: Exception) -> Trouble:
        decode_error = self.package.get("_runtime.errors", "DecodeError")
        wrong = not isinstance(error, decode_error)
        return Check.WRONG_ERROR if wrong else Check.NOT_DECODED, told(error)

    def _strictly(self, answer: Answer) -> Trouble | None:
        """Clients read the bodies of errors leniently; here they must fit all the same."""
        decode = self.package.get("_runtime.codec", "decode")
        try:
            decode(self.annotation(answer.status), _data(answer), strict=True)
        except self.package.get("_runtime.errors", "DecodeError") as error:
            return Check.NOT_DECODED, f"{answer.status}: {error}"
        return None

    def _json_trouble(self, data: Any, value: Any) -> Trouble | None:
        encode = self.package.get("_runtime.codec", "encode")
        try:
            found = difference(data, encode(value))
        except (TypeError, ValueError) as error:  # their texts are paths and types
            return Check.NOT_EQUAL, str(error)
        return None if found is None else (Check.NOT_EQUAL, found)


def _text_trouble(answer: Answer, value: object) -> Trouble | None:
    """An empty answer may be nothing; any other is its text, or its bytes."""
    if value in (answer.body, answer.octets) or not (answer.body or value):
        return None
    return (
        Check.TEXT_DIFFERS,
        f"{answer.status}: {_kind(answer.body)} became {_kind(value)}",
    )


def _kind(value: object) -> str:
    return "nothing" if value is None or value == "" else type(value).__name__


def told(error: Exception) -> str:
    """An error of the client in its own words, which show no secret; of any other the
    kind and the place, because its words may.
    """
    if any(each.__name__ == "ApiError" for each in type(error).__mro__):
        return str(error)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    places = "".join(f" in {each.name}" for each in last)
    return f"{type(error).__name__}{places}"
