"""What packages offer by name: each name once, whatever the collection is called."""

from __future__ import annotations

import ast
import json

import pytest

from postkiln import generate


@pytest.mark.parametrize(
    "name", ["Api", "Api Error", "Not Found", "Not Found Error", "Status 499", "Query"]
)
def test_every_exported_name_is_exported_once(name: str) -> None:
    answer = {"name": "x", "code": 499, "body": "{}"}
    item = {"name": "a", "request": "https://h.example/a", "response": [answer]}
    document = json.dumps({"info": {"name": name}, "item": [item]}).encode()
    files = generate(document, place="c.json").files

    for path in ("__init__.py", "errors.py"):
        names = next(
            ast.literal_eval(node.value)
            for node in ast.walk(ast.parse(files[path]))
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == "__all__"
        )
        assert len(names) == len(set(names)), path
    classes = [
        node.name
        for node in ast.walk(ast.parse(files["errors.py"]))
        if isinstance(node, ast.ClassDef)
    ]
    assert len(classes) == len(set(classes))
