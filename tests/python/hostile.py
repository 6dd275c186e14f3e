"""Collections that mean harm: every text of them is one somebody might try."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

CANARY = "POSTKILN_CANARY"
RUN = f"__import__('os').environ.__setitem__('{CANARY}', 'dead')"

TEXTS = (
    RUN,
    f'"""\n{RUN}\n"""',
    f"'''\n{RUN}\n'''",
    f'"\n{RUN}\n"',
    f"\\\n{RUN}",
    f'\\"""+{RUN}+"""',
    f"\\N{{DIGIT ONE}}{{{RUN}}}",
    f"x\u2028{RUN}\u2029{RUN}\x85{RUN}\x0c{RUN}\r{RUN}",
    f"# {RUN}\n{RUN}",
    f"{{{{{RUN}}}}}",
    "{{7*7}}",
    "{{ self.__init__.__globals__ }}",
    "{% raw %}",
    "{% import 'os' as os %}{{ os.system('true') }}{# #}",
    "lone \ud800 surrogate",
    "null \x00 byte",
    "escape \x1b[31m red \u202e right to left",
    "",
    " ",
    "a" * 400,
    "word " * 100,
    "../../../../tmp/x",
    "..\\..\\x",
    "/etc/passwd",
    "con",
    "nul.py",
    "class",
    "None",
    "async",
    "match",
    "self",
    "__class__",
    "__init__",
    "__slots__",
    "_source",
    "from_json",
    "to_json",
    "models",
    "errors",
    "client",
    "resources",
    "call",
    "close",
    "request",
    "_runtime",
    "builtins",
    "Model",
    "dataclass",
    "_field",
    "field",
    "Any",
    "str",
    "list",
    "dt",
    "body",
    "headers",
    "settings",
    "foo",
    "Foo",
    "FOO",
    "123",
    "2 steps",
    "\u0662 steps",
    "1e5",
    "-",
    "\u540d\u524d",
    "\u540d" * 300,
    "\u0627\u0644\u0627\u0633\u0645",
    "\U0001f4a9",
    "\ufeffbom",
    "TYPE_CHECKING",
    "_SPEC",
    "OMIT",
    "Operation",
    "lazy",
    "__getattr__",
    "annotations",
    "super",
    "property",
    "cached_property",
    "Unpack",
)


METHODS = (
    *("POST", "post", "M-SEARCH", "22", "2x", "1-2", "-", "_", "!", "%7B", "A" * 5_000),
    *("class", "None", "async", "match", "self", "__init__", "lambda"),
    *("\u540d", "\u0662", "\u00e9", "A B", "A\r\nB", "A\x00B", RUN, '"'),
)
"""What stands where an HTTP method should; some are none that HTTP allows."""

NAMES = (
    *("2 steps", "22", "", "class", "None", "match", "__init__", "\u0662 x", "_", "-"),
    *("\u540d\u524d", "\u540d" * 300, "9" * 5_000, "a" * 5_000, "lone \ud800", RUN),
)
"""What items are called."""


def methods(names: Iterator[str]) -> bytes:
    """A collection with a request for each method, in a folder and outside."""
    items = [
        {"name": next(names), "request": {"method": each, "url": "https://h.example/3"}}
        for each in METHODS
    ]
    folder = {"name": next(names), "item": items}
    return json.dumps({"info": {"name": "M"}, "item": [*items, folder]}).encode()


def request(texts: Iterator[str]) -> dict[str, Any]:
    """An item whose every free text comes from `texts`."""
    query = [{"key": next(texts), "value": next(texts)} for _ in range(3)]
    return {
        "name": next(texts),
        "request": {
            "method": "POST",
            "description": next(texts),
            "url": {
                "raw": "",
                "protocol": "https",
                "host": ["api", "example", "com"],
                "path": [next(texts), ":" + next(texts), "{{" + next(texts) + "}}"],
                "query": [{**one, "description": next(texts)} for one in query],
                "variable": [{"key": next(texts), "value": next(texts)}],
            },
            "header": [
                {"key": next(texts), "value": next(texts)},
                {"key": "X-Text", "value": next(texts)},
                {"key": "X-Hole", "value": "{{" + next(texts) + "}}"},
            ],
            "body": body(texts),
        },
        "response": [example(texts, 200), example(texts, 418), text_example(texts)],
    }


def body(texts: Iterator[str]) -> dict[str, Any]:
    """A body of the mode that the next text happens to choose."""
    chosen = len(next(texts)) % 4
    fields = [{"key": next(texts), "value": next(texts)} for _ in range(3)]
    return (
        {"mode": "raw", "raw": json.dumps(document(texts))},
        {"mode": "urlencoded", "urlencoded": fields},
        {"mode": "formdata", "formdata": [{**one, "type": "text"} for one in fields]},
        {"mode": "graphql", "graphql": {"query": next(texts), "variables": "{}"}},
    )[chosen]


def example(texts: Iterator[str], status: int) -> dict[str, Any]:
    return {
        "name": next(texts),
        "code": status,
        "status": next(texts),
        "header": [{"key": "Content-Type", "value": "application/json"}],
        "body": json.dumps(document(texts)),
    }


def text_example(texts: Iterator[str]) -> dict[str, Any]:
    return {"name": next(texts), "code": 203, "body": next(texts)}


def document(texts: Iterator[str]) -> dict[str, Any]:
    """A JSON object whose keys and values come from `texts`."""
    inner = {next(texts): next(texts) for _ in range(4)}
    return {next(texts): next(texts), next(texts): [inner], next(texts): inner}


def collection(texts: Iterator[str], requests: int = 3) -> bytes:
    """A collection of two nested folders."""
    inner = {
        "name": next(texts),
        "description": next(texts),
        "item": [request(texts) for _ in range(requests)],
    }
    outer = {"name": next(texts), "item": [inner, request(texts)]}
    tree: dict[str, Any] = {
        "info": {"name": next(texts), "description": next(texts)},
        "item": [outer, request(texts)],
        "variable": [{"key": next(texts), "value": next(texts)} for _ in range(2)],
        "auth": {"type": "bearer", "bearer": {"token": next(texts)}},
    }
    return json.dumps(tree).encode()


def cycled(start: int, step: int = 1) -> Iterator[str]:
    """All hostile texts, over and over, from one of them on; `step` shuffles them."""
    texts = [TEXTS[(start + step * n) % len(TEXTS)] for n in range(len(TEXTS))]
    return cycle(texts)
