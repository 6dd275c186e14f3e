"""A saved example and what the client made of it -> whether they agree."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from postkiln.model.api import Example
from postkiln.model.responses import chunks
from postkiln.python.naming.statuses import error_name
from postkiln.verify.difference import difference
from postkiln.verify.package import Package
from postkiln.verify.prepare import Pieces
from postkiln.verify.report import Check
from postkiln.verify.stage import Answer, Heard, answer

_NO_JSON = object()

Trouble = tuple[Check, str]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one example; `trouble` says what is wrong with it, if anything."""

    decoded: bool = False
    equal: bool = False
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """A saved example as it is played: as text, as data, and as the server's answer."""

    name: str
    text: str
    data: Any
    answer: Answer

    @property
    def status(self) -> int:
        return self.answer.status

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, whatever its label says."""
        return self.data is not _NO_JSON


def played(example: Example) -> Played:
    """The example as an answer of the server.

    Of its headers the media type alone: lengths and encodings are those of its bytes,
    and a redirect is an answer here and not a way to another.
    """
    labels = (
        value for name, value in example.headers if name.lower() == "content-type"
    )
    label, text = (
        each.encode("utf-8", "replace").decode()  # no lone surrogate came over the wire
        for each in (next(labels, ""), example.body or "")
    )
    return Played(
        example.name, text, _data(text), answer(example.status, label or None, text)
    )


def _data(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _NO_JSON


@dataclass(frozen=True, slots=True)
class Judge:
    """Compares examples with what a package made of them.

    `annotation` tells the type that the body of an error was decoded into.
    """

    package: Package
    annotation: Callable[[int], Any]

    def judge(self, example: Played, heard: Heard) -> Verdict:
        """Whether a call that got this answer returned or raised what is in it."""
        trouble = self._raised(example.status, heard.error)
        if trouble is not None:
            return Verdict(trouble=trouble)
        value = (
            heard.value if heard.error is None else getattr(heard.error, "body", None)
        )
        if isinstance(value, Pieces):
            return self._all_pieces(example, value)
        if not example.is_json:
            return Verdict(trouble=_text_trouble(example, value))
        trouble = self._strictly(example) if example.status >= 400 else None
        if trouble is not None:
            return Verdict(trouble=trouble)
        trouble = self._json_trouble(example.data, value)
        return Verdict(decoded=True, equal=trouble is None, trouble=trouble)

    def _all_pieces(self, example: Played, found: Pieces) -> Verdict:
        """Whether what came piece by piece are the lines or events of the example."""
        texts = list(chunks(found.kind, example.text))
        if len(texts) != len(found):
            told = f"{example.status}: {len(texts)} pieces became {len(found)}"
            return Verdict(example.is_json, trouble=(Check.TEXT_DIFFERS, told))
        troubles = map(self._piece_trouble, texts, found)
        trouble = next((each for each in troubles if each is not None), None)
        return Verdict(example.is_json, trouble is None, trouble)

    def _piece_trouble(self, text: str, piece: Any) -> Trouble | None:
        """Text stays text, where nothing else is known of it; JSON comes back equal."""
        value, data = getattr(piece, "data", piece), _data(text)
        if value == text:
            return None
        return self._json_trouble(text if data is _NO_JSON else data, value)

    def _raised(self, status: int, error: Exception | None) -> Trouble | None:
        """Whether an error was raised where none should be, or the wrong one, or none."""
        if status < 400:
            return None if error is None else self._misread(error)
        expected = str(error_name(status))
        if type(error) is self.package.get("errors", expected):
            return None
        found = "nothing" if error is None else _place(type(error))
        return Check.WRONG_ERROR, f"{status}: raises {found}, not errors.{expected}"

    def _misread(self, error: Exception) -> Trouble:
        decode_error = self.package.get("_runtime.errors", "DecodeError")
        wrong = not isinstance(error, decode_error)
        return Check.WRONG_ERROR if wrong else Check.NOT_DECODED, told(error)

    def _strictly(self, example: Played) -> Trouble | None:
        """Clients read the bodies of errors leniently; here they must fit all the same."""
        decode = self.package.get("_runtime.codec.convert", "decode")
        try:
            # A copy of the data: what is decoded is taken over.
            decode(self.annotation(example.status), _data(example.text), strict=True)
        except self.package.get("_runtime.errors", "DecodeError") as error:
            return Check.NOT_DECODED, f"{example.status}: {error}"
        return None

    def _json_trouble(self, data: Any, value: Any) -> Trouble | None:
        encode = self.package.get("_runtime.codec.convert", "encode")
        try:
            found = difference(data, encode(value))
        except (TypeError, ValueError) as error:  # their texts are paths and types
            return Check.NOT_EQUAL, str(error)
        return None if found is None else (Check.NOT_EQUAL, found)


def _text_trouble(example: Played, value: object) -> Trouble | None:
    """An empty answer may be nothing; any other is its text, or its bytes."""
    text = example.text
    if value in (text, example.answer.octets) or not (text or value):
        return None
    return Check.TEXT_DIFFERS, f"{example.status}: {_kind(text)} became {_kind(value)}"


def _kind(value: object) -> str:
    match value:
        case None | "" | b"":
            return "nothing"
        case str():
            return "text"
        case _:
            return type(value).__name__


def _place(cls: type) -> str:
    """A class with its module inside the package."""
    return f"{cls.__module__.partition('.')[2]}.{cls.__name__}".lstrip(".")


def told(error: Exception) -> str:
    """An error of the client in its own words, which show no secret; of any other the
    kind and the place, because its words may.
    """
    if any(each.__name__ == "ApiError" for each in type(error).__mro__):
        return str(error)
    last = traceback.extract_tb(error.__traceback__)[-1:]
    places = "".join(f" in {each.name}" for each in last)
    return f"{type(error).__name__}{places}"
