"""No small collection makes a large client, nor takes much memory on the way to it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from support.documents import peak

import postkiln
from postkiln.diagnostics.errors import PostkilnError
from postkiln.model import template as templates

pytestmark = pytest.mark.slow

Json = dict[str, object]
MOST = 60_000_000
"""How many bytes may be taken on the way; the collections have less than half a million."""


def collection(*items: Json, **more: object) -> Json:
    return {"info": {"name": "Big"}, "item": items, **more}


def get(number: int = 0, url: str = "https://h.example/", **more: object) -> Json:
    return {"name": f"r{number}", "request": {"method": "GET", "url": url, **more}}


def saved(body: object) -> Json:
    header = [{"key": "Content-Type", "value": "application/json"}]
    return {"response": [{"code": 200, "header": header, "body": json.dumps(body)}]}


def variables(**values: str) -> list[Json]:
    return [{"key": key, "value": value} for key, value in values.items()]


LAUGHS = variables(
    base="https://h.example",
    a0="x" * 10,
    **{f"a{n}": f"{{{{a{n - 1}}}}}" * 10 for n in range(1, 19)},
)
LONG = "x" * 200_000

CASES: dict[str, Callable[[], Json]] = {
    "an address of variables that multiply": lambda: collection(
        get(url="{{base}}/{{a18}}"), get(url="{{a18}}"), variable=LAUGHS
    ),
    "a query of variables that multiply": lambda: collection(
        get(url="{{base}}/?q={{a18}}"), variable=LAUGHS
    ),
    "a body of variables that multiply": lambda: collection(
        get(url="{{base}}/", body={"mode": "raw", "raw": '{"a": {{a18}}}'}),
        variable=LAUGHS,
    ),
    "a folder of a long name": lambda: collection(
        {"name": LONG, "item": [get(n) for n in range(300)]}
    ),
    "an option of a long value": lambda: collection(
        *(get(n, url="{{base}}/") for n in range(300)),
        variable=variables(base=f"https://h.example/{LONG}"),
    ),
    "a script on one long line": lambda: collection(
        *map(get, range(300)),
        event=[
            {
                "listen": "prerequest",
                "script": {"exec": ["pm.request.headers.add('a');" * 5_000]},
            }
        ],
    ),
    "keys of a long name": lambda: collection(
        {**get(), **saved({LONG: {str(n): {"a": n} for n in range(300)}})}
    ),
    "many keys": lambda: collection(
        {**get(), **saved({f"key {n}": {f"x{n}": n} for n in range(2_000)})}
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_small_stays_small(case: str) -> None:
    source = json.dumps(CASES[case]()).encode()
    lengths = list[int]()

    def run() -> None:
        try:
            made = postkiln.generate(source, place="x")
        except PostkilnError:  # a refusal is an answer, too
            return
        lengths.extend(map(len, made.files.values()))

    assert len(source) < 500_000
    assert peak(run) < MOST
    assert sum(lengths) < 5_000_000


def test_filling_ends_before_it_has_grown_too_long() -> None:
    values = {"a": "{{b}}" * 1_000, "b": "{{c}}" * 1_000, "c": "x" * 1_000}
    filled = templates.fill("{{a}}", values)
    assert len(filled) < 2_100_000
    assert templates.is_open(templates.parse(filled))
