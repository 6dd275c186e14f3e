"""A client that is not what its collection says is found out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from verify.samples import collection, example, item

from postkiln import pipeline
from postkiln.verify import Report, verify

SOURCE = collection(
    item(
        "http://a.example/x?n=1",
        response=[
            example('{"a": 1, "when": "2024-01-02"}'),
            example('{"why": "gone"}', 404),
        ],
    )
)


def verified(monkeypatch: pytest.MonkeyPatch, path: str, was: str, now: str) -> Report:
    """The report on a package in whose file `path` a text was replaced."""

    original = pipeline.generate

    def generate(*given: Any, **settings: Any) -> Any:
        result, compiled = original(*given, **settings)
        text = result.files[path]
        assert was in text
        files = {**result.files, path: text.replace(was, now)}
        return replace(result, files=files), compiled

    monkeypatch.setattr(pipeline, "generate", generate)
    return verify(SOURCE, place="sample.json")


@pytest.mark.parametrize(
    ("path", "was", "now", "code", "text"),
    [
        (
            "_runtime/client.py",
            'return cast("T", await self._run(flow))',
            "import dataclasses as d\n"
            "        other = d.replace(operation, method='PUT')\n"
            "        sent = self._call_flow(Call(other, given))\n"
            "        return cast('T', await self._run(sent))",
            "twins-differ",
            "the async client sends another method",
        ),
        (
            "_runtime/client.py",
            'return cast("T", await self._run(flow))',
            "from .errors import ConfigurationError\n"
            "        raise ConfigurationError('not made')",
            "twins-differ",
            "not made",
        ),
        (
            "client.py",
            "n: int",
            "m: int",
            "not-sent",
            "TypeError in call",
        ),
        (
            "models/root.py",
            "a: int",
            "a: str",
            "not-decoded",
            "example 'Seen': $.a: expected str, found int",
        ),
        (
            "models/root.py",
            "why: str",
            "why: int",
            "not-decoded",
            "example 'Seen': 404: $.why: expected int, found str",
        ),
        (
            "_runtime/codec/convert.py",
            "return value.isoformat()",
            "return value.isoformat() + ' '",
            "not-equal",
            "example 'Seen': $.when: another str",
        ),
        (
            "client.py",
            "404: errors.NotFoundError",
            "405: errors.NotFoundError",
            "wrong-error",
            "example 'Seen': 404: raises _runtime.errors.NotFoundError, "
            "not errors.NotFoundError",
        ),
    ],
)
def test_a_fault_of_the_client_is_found(
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    was: str,
    now: str,
    code: str,
    text: str,
) -> None:
    report = verified(monkeypatch, path, was, now)
    assert [(each.code, each.text) for each in report.problems] == [(code, text)]
