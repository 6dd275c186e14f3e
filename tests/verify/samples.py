"""Small collections to verify, written as Python says them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from postkiln.verify import Report, verify


def collection(*items: dict[str, Any], **more: Any) -> bytes:
    """A collection of these items; `variable` and `auth` may be given."""
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    info = {"name": "Sample", "schema": schema}
    return json.dumps({"info": info, "item": items, **more}).encode()


def item(url: str, name: str = "Ask", **request: Any) -> dict[str, Any]:
    """An item; `response` is its examples, all else belongs to the request."""
    responses = request.pop("response", [])
    whole = {"method": "GET", "url": {"raw": url, **parts(url)}, **request}
    return {"name": name, "request": whole, "response": responses}


def parts(url: str) -> dict[str, Any]:
    """The members of a URL object."""
    scheme, _, rest = url.partition("://")
    place, mark, query = rest.partition("?")
    host, *path = place.split("/")
    pairs = [one.partition("=") for one in query.split("&")] if mark else []
    return {
        "protocol": scheme,
        "host": [host],
        "path": path,
        "query": [{"key": key, "value": value} for key, _, value in pairs],
    }


def example(body: str | None, code: int = 200, label: str = "") -> dict[str, Any]:
    """A saved answer; `label` is its Content-Type."""
    header = [{"key": "Content-Type", "value": label}] if label else []
    return {"name": "Seen", "code": code, "header": header, "body": body}


def variables(**named: str) -> list[dict[str, str]]:
    """Variables as collections and environments list them."""
    return [{"key": key, "value": value} for key, value in named.items()]


def environment(**named: str) -> tuple[str, bytes]:
    """An environment, or globals, as a document."""
    value = {"name": "Some", "values": variables(**named)}
    return "some.json", json.dumps(value).encode()


def recorded(source: bytes, **settings: Any) -> tuple[Report, list[dict[str, Any]]]:
    """The report and the recording of a collection."""
    lines: list[dict[str, Any]] = []
    report = verify(source, place="sample.json", record=lines.append, **settings)
    return report, lines


def sent(source: bytes, **settings: Any) -> dict[str, Any]:
    """The one request that a collection sends."""
    report, lines = recorded(source, **settings)
    assert report.problems == ()
    (line,) = lines
    return line


COLLECTIONS = Path(__file__).parents[2] / "collections"
