"""What a handler is given and what it gives back: `Call`, `Answer`, and the two errors."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from typing import Any, TypeVar, cast
from urllib.parse import parse_qs, parse_qsl

from .store import Store

T = TypeVar("T", str, int, float)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, a body and its media type (None: an answer without a body)."""

    status: int
    content: bytes = b""
    media_type: str | None = None


def json_answer(data: Any, status: int = 200) -> Answer:
    content = json.dumps(data, ensure_ascii=False).encode()
    return Answer(status, content, "application/json; charset=utf-8")


class RefusedError(Exception):
    """A call that the shop turns down: a status, a code for programs, a sentence."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


class InvalidError(Exception):
    """A body that is well formed and says the wrong things: (JSON pointer, reason)."""

    def __init__(self, *fields: tuple[str, str]) -> None:
        super().__init__(f"{len(fields)} fields are wrong")
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Upload:
    """A field of a multipart form; `file_name` None: it is plain text."""

    name: str
    file_name: str | None
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `params` are the named segments of its path."""

    store: Store
    method: str
    path: str
    query_string: str
    headers: Message
    body: bytes
    params: dict[str, str]

    def header(self, name: str) -> str:
        value: str = self.headers.get(name, "")
        return value

    def queries(self, key: str) -> list[str]:
        """Every value of a query key; a key alone has the value ""."""
        return parse_qs(self.query_string, keep_blank_values=True).get(key, [])

    def query(self, key: str, default: T) -> T:
        """The first value of a query key, of the type of `default`; 400 when it is not."""
        for value in self.queries(key)[:1]:
            return _cast(value, type(default), f"the query parameter {key}")
        return default

    def flag(self, key: str) -> bool | None:
        """`true` or `false` of a query key; None when it is not given."""
        match self.queries(key)[:1]:
            case []:
                return None
            case [("true" | "false") as text]:
                return text == "true"
            case _:
                raise RefusedError(400, "BAD_QUERY", f"{key} must be true or false.")

    def param(self, name: str) -> int:
        return _cast(self.params[name], int, f"the path segment {name}")

    def object(self) -> dict[str, Any]:
        """The JSON object in the body."""
        self.expect("application/json")
        try:
            data: Any = json.loads(self.body)
        except ValueError as error:
            raise RefusedError(
                400, "BAD_JSON", f"The body is not JSON: {error}."
            ) from error
        if not isinstance(data, dict):
            raise InvalidError(("", "must be an object"))
        return cast("dict[str, Any]", data)

    def form(self) -> list[tuple[str, str]]:
        self.expect("application/x-www-form-urlencoded")
        return parse_qsl(self.body.decode(), keep_blank_values=True)

    def uploads(self) -> list[Upload]:
        """The fields of a multipart body, in order."""
        self.expect("multipart/form-data")
        head = f"Content-Type: {self.header('Content-Type')}\r\n\r\n".encode()
        message = BytesParser().parsebytes(head + self.body)
        return [_upload(part) for part in message.walk() if not part.is_multipart()]

    def expect(self, media_type: str) -> None:
        found = self.headers.get_content_type() if self.header("Content-Type") else ""
        if found != media_type:
            raise RefusedError(
                400, "BAD_MEDIA_TYPE", f"Send {media_type}, not {found or 'nothing'}."
            )


def _cast(text: str, kind: type[T], what: str) -> T:
    try:
        return kind(text)
    except ValueError as error:
        raise RefusedError(
            400, "BAD_VALUE", f"{text!r} does not fit {what}."
        ) from error


def _upload(part: Message) -> Upload:
    name = part.get_param("name", "", header="content-disposition")
    content = part.get_payload(decode=True)
    assert isinstance(name, str)
    assert isinstance(content, bytes)
    return Upload(name, part.get_filename(), part.get_content_type(), content)


def check(*rules: tuple[str, bool, str]) -> None:
    """Raise `InvalidError` for the rules (JSON pointer, holds, reason) that do not hold."""
    broken = [(pointer, reason) for pointer, holds, reason in rules if not holds]
    if broken:
        raise InvalidError(*broken)
