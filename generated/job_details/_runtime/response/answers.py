"""A response -> the result of the call, or the error that it is."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import httpx2

from ..codec.convert import decode
from ..codec.type_hints import members_of
from ..errors import DecodeError, StatusError
from ..operation import ClientSpec, Operation
from ..statuses import status_class
from .json_text import loads

_JSON: Final = re.compile(r"(?:application|text)/(?:.+\+)?json", re.IGNORECASE)
_TEXT: Final = re.compile(
    r"text/.+|.+[/+](?:xml|yaml|javascript|ecmascript|x-www-form-urlencoded)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decoding:
    """How responses are decoded. `on_difference` is called with what lenient decoding ignores."""

    strict: bool = False
    on_difference: Callable[[str], None] | None = None

    def decode(self, annotation: Any, data: Any) -> Any:
        """The JSON data as the annotation says."""
        return decode(
            annotation, data, strict=self.strict, on_difference=self.on_difference
        )

    def report(self, expected: str, found: str) -> None:
        """Report that the response as a whole is not what was expected."""
        if self.strict:
            raise DecodeError("$", expected, found)
        if self.on_difference is not None:
            self.on_difference(f"$: expected {expected}, found {found}")


def succeeded(operation: Operation[Any], status: int) -> bool:
    """Whether the status is a result: 2xx, or a redirect that the collection shows."""
    if 300 <= status < 400:
        return status in operation.outcomes()
    return 200 <= status < 300


def result(
    operation: Operation[Any], response: httpx2.Response, decoding: Decoding
) -> Any:
    """The result of a call that succeeded, as its collection shows it."""
    annotation = annotation_of(operation, response.status_code)
    return _read(annotation, response, decoding)


def annotation_of(operation: Operation[Any], status: int) -> Any:
    """What a result of this status is decoded into; one that no example shows as the first 2xx."""
    shown = operation.outcomes()
    if status in shown:
        return shown[status]
    for other, annotation in shown.items():
        if 200 <= other < 300:
            return annotation
    return Any


def failure(
    operation: Operation[Any],
    spec: ClientSpec,
    response: httpx2.Response,
    label: str,
    detail: str = "",
) -> StatusError:
    """The error of a call that did not succeed; `label` is its URL for messages."""
    status = response.status_code
    error_class = _error_class(spec, status)
    return error_class(
        status,
        operation.method,
        label,
        headers=response.headers,
        body=_error_body(operation, spec, response),
        text=response.text,
        detail=detail,
    )


def _error_class(spec: ClientSpec, status: int) -> type[StatusError]:
    """The client's own class for the status, else the runtime's."""
    found = spec.error_classes.get(status)
    if found is not None and issubclass(found, StatusError):
        return found
    return status_class(status)


def _error_body(
    operation: Operation[Any], spec: ClientSpec, response: httpx2.Response
) -> Any:
    """The body, always leniently: a difference in it must not hide the error itself."""
    status = response.status_code
    shown = operation.outcomes()
    if status not in shown:
        shown = spec.errors()
    return _read(shown.get(status, Any), response, Decoding())


def _read(annotation: Any, response: httpx2.Response, decoding: Decoding) -> Any:
    if annotation is bytes:
        return response.content
    if annotation is str:
        return _text(response)
    if annotation is Any:
        return _anything(response)
    if not response.content:
        return decoding.decode(annotation, None)
    try:
        data = _json(response)
    except ValueError:
        return _not_json(annotation, response, decoding)
    return decoding.decode(annotation, data)


def _not_json(annotation: Any, response: httpx2.Response, decoding: Decoding) -> Any:
    """The content of a response that is not JSON, as the annotation admits it."""
    members = members_of(annotation)
    if bytes in members and not _is_text(response):
        return response.content
    if str not in members:
        decoding.report("JSON", "text")
    return response.text


def _text(response: httpx2.Response) -> str:
    """The text; where it is one JSON string, that string."""
    if not response.content.lstrip().startswith(b'"'):
        return response.text
    try:
        data = _json(response)
    except ValueError:
        return response.text
    return data if isinstance(data, str) else response.text


def _anything(response: httpx2.Response) -> Any:
    """JSON where it is, text where the media type says so, else bytes; None if empty."""
    if not response.content:
        return None
    media_type = _media_type(response)
    if not media_type or _JSON.fullmatch(media_type):
        try:
            return _json(response)
        except ValueError:
            pass
    if _is_text(response):
        return response.text
    return response.content


def _is_text(response: httpx2.Response) -> bool:
    """Whether the media type says that it is text, or without one, whether it is UTF-8."""
    media_type = _media_type(response)
    if media_type:
        return bool(_TEXT.fullmatch(media_type) or _JSON.fullmatch(media_type))
    try:
        response.content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _media_type(response: httpx2.Response) -> str:
    """The media type without its parameters; "" if the response names none."""
    content_type = response.headers.get("content-type", "")
    media_type, _, _ = content_type.partition(";")
    return media_type.strip()


def _json(response: httpx2.Response) -> Any:
    """The body as JSON. Raises ValueError when it is none, or too deep to read."""
    try:
        return loads(response.content)
    except UnicodeDecodeError:
        return json.loads(response.text)  # not UTF-8: as the media type says
    except RecursionError:
        raise ValueError("the JSON is nested too deeply") from None
