"""A saved example and what the client made of it -> whether they agree."""

from __future__ import annotations

import json
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from postkiln.model.api import Example
from postkiln.model.responses import chunks as chunks_of
from postkiln.python.naming.statuses import error_name
from postkiln.verify.json_difference import first_difference
from postkiln.verify.method_calls import StreamedChunks
from postkiln.verify.mock_server import CallOutcome, MockResponse, mock_response
from postkiln.verify.package import ImportedPackage
from postkiln.verify.report import Check

_NOT_JSON = object()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """How a client disagrees with an example. `text` never holds a value."""

    check: Check
    text: str


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """Whether an example decodes strictly and encodes to equal JSON."""

    decoded: bool = False
    equal: bool = False
    mismatch: Mismatch | None = None


@dataclass(frozen=True, slots=True)
class ReplayedExample:
    """A saved example as text, as data, and as the response of the mock server."""

    name: str
    text: str
    data: Any
    response: MockResponse

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, whatever its Content-Type says."""
        return self.data is not _NOT_JSON


def replayed_example(example: Example) -> ReplayedExample:
    """The example as a response of the server.

    Of its headers the Content-Type alone is sent: lengths and encodings are those of the
    original bytes, and a Location would make the client follow a redirect.
    """
    content_type = _without_surrogates(_content_type(example)) or None
    text = _without_surrogates(example.body or "")
    response = mock_response(example.status, content_type, text)
    return ReplayedExample(example.name, text, _parse(text), response)


def _content_type(example: Example) -> str:
    for name, value in example.headers:
        if name.lower() == "content-type":
            return value
    return ""


def _without_surrogates(text: str) -> str:
    """The text as a server can have sent it: UTF-8 has no lone surrogates."""
    return text.encode("utf-8", "replace").decode()


def _parse(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return _NOT_JSON


@dataclass(frozen=True, slots=True)
class ExampleChecker:
    """Compares examples with what a package made of them.

    `error_type` gives the type that the body of an error is decoded into, by status.
    """

    package: ImportedPackage
    error_type: Callable[[int], Any]

    def check(self, example: ReplayedExample, outcome: CallOutcome) -> ExampleResult:
        """Whether a call that got the example as its response returned what is in it."""
        mismatch = self._check_error(example.status, outcome.error)
        if mismatch is not None:
            return ExampleResult(mismatch=mismatch)
        value = outcome.decoded
        if isinstance(value, StreamedChunks):
            return self._check_chunks(example, value)
        if not example.is_json:
            return ExampleResult(mismatch=_check_text(example, value))
        return self._check_json_body(example, value)

    def _check_chunks(
        self, example: ReplayedExample, chunks: StreamedChunks
    ) -> ExampleResult:
        """Whether the chunks are the lines or the events of the example."""
        mismatch = self._chunk_mismatch(example, chunks)
        is_equal = mismatch is None
        return ExampleResult(example.is_json, equal=is_equal, mismatch=mismatch)

    def _chunk_mismatch(
        self, example: ReplayedExample, chunks: StreamedChunks
    ) -> Mismatch | None:
        """The first chunk that is not that of the example, or that their number differs."""
        texts = chunks_of(chunks.kind, example.text)
        if len(texts) != len(chunks):
            counts = f"{example.status}: {len(texts)} chunks became {len(chunks)}"
            return Mismatch(Check.TEXT_DIFFERS, counts)
        for text, chunk in zip(texts, chunks, strict=True):
            mismatch = self._check_chunk(text, chunk)
            if mismatch is not None:
                return mismatch
        return None

    def _check_chunk(self, text: str, chunk: Any) -> Mismatch | None:
        """Whether a chunk is its text, or what the text holds as JSON."""
        value = getattr(chunk, "data", chunk)  # an event has its text in `data`
        if value == text:
            return None
        expected = _parse(text)
        if expected is _NOT_JSON:
            expected = text
        return self._check_json(expected, value)

    def _check_error(self, status: int, error: Exception | None) -> Mismatch | None:
        """Whether the error of the status was raised, and none for a success."""
        if status < 400:
            return self._check_success(error)
        expected = str(error_name(status))
        if type(error) is self.package.get("errors", expected):
            return None
        found = "nothing" if error is None else _qualified_name(type(error))
        text = f"{status}: raises {found}, not errors.{expected}"
        return Mismatch(Check.WRONG_ERROR, text)

    def _check_success(self, error: Exception | None) -> Mismatch | None:
        if error is None:
            return None
        decode_error = self.package.get("_runtime.errors", "DecodeError")
        if isinstance(error, decode_error):
            return Mismatch(Check.NOT_DECODED, describe_error(error))
        return Mismatch(Check.WRONG_ERROR, describe_error(error))

    def _check_json_body(self, example: ReplayedExample, value: Any) -> ExampleResult:
        if example.status >= 400:
            mismatch = self._check_strictly(example)
            if mismatch is not None:
                return ExampleResult(mismatch=mismatch)
        mismatch = self._check_json(example.data, value)
        is_equal = mismatch is None
        return ExampleResult(decoded=True, equal=is_equal, mismatch=mismatch)

    def _check_strictly(self, example: ReplayedExample) -> Mismatch | None:
        """Clients decode the bodies of errors leniently; here they must fit all the same."""
        decode = self.package.get("_runtime.codec.convert", "decode")
        decode_error = self.package.get("_runtime.errors", "DecodeError")
        # Decoding takes the data over, so it gets data of its own.
        data = _parse(example.text)
        try:
            decode(self.error_type(example.status), data, strict=True)
        except decode_error as error:
            return Mismatch(Check.NOT_DECODED, f"{example.status}: {error}")
        return None

    def _check_json(self, data: Any, value: Any) -> Mismatch | None:
        """Whether the value encodes to equal JSON."""
        encode = self.package.get("_runtime.codec.convert", "encode")
        try:
            found = first_difference(data, encode(value))
        except (TypeError, ValueError) as error:
            found = str(error)  # paths and types, no values
        if found is None:
            return None
        return Mismatch(Check.NOT_EQUAL, found)


def _check_text(example: ReplayedExample, value: object) -> Mismatch | None:
    """Whether a value is the text of the example, or its bytes; None for an empty one."""
    text = example.text
    is_empty = not text and not value
    if is_empty or value in (text, example.response.content):
        return None
    became = f"{example.status}: {_kind(text)} became {_kind(value)}"
    return Mismatch(Check.TEXT_DIFFERS, became)


def _kind(value: object) -> str:
    match value:
        case None | "" | b"":
            return "nothing"
        case str():
            return "text"
        case _:
            return type(value).__name__


def _qualified_name(cls: type) -> str:
    """A class with its module, without the package, whose name is random."""
    _, _, module = cls.__module__.partition(".")
    if not module:
        return cls.__name__
    return f"{module}.{cls.__name__}"


def describe_error(error: Exception) -> str:
    """The message of an error of the client, which shows no secret.

    The message of any other error may, so it is described by its class and place alone.
    """
    if any(each.__name__ == "ApiError" for each in type(error).__mro__):
        return str(error)
    name = type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return name
    return f"{name} in {frames[-1].name}"
