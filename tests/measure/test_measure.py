"""The figures count what their definitions say."""

from __future__ import annotations

import ast
import re

import pytest
from measure import imports, syntax, words
from measure.figures import figures
from measure.lines import Lines, lines
from measure.modules import Module, modules
from measure.trees import PACKAGE, of_checkout

TEXT = '''"""Says
what it is."""

# Why.
x = f"{a} b" + c(  # here
    1,
)
'''


def _modules(**texts: str) -> tuple[Module, ...]:
    """Modules by their dotted names: `model__api` is `model/api.py`."""
    paths = {name.replace("__", "/"): text for name, text in texts.items()}
    return modules({f"{PACKAGE}/{path}.py": text for path, text in paths.items()})


def _function(text: str) -> syntax.Function:
    (function,) = syntax.functions(ast.parse(text))
    return function


def test_docstrings_comments_and_blank_lines_are_no_code() -> None:
    (module,) = _modules(a=TEXT)
    assert lines(module) == Lines(code=3, tokens=9, docstring=2, comments=2)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("[x for x in y]", 0),
        ("[x for y in z for x in y]", 1),
        ("[x for x in {y for y in z}]", 1),
        ("{x: [a for a in x] for y in z for x in y}", 2),
    ],
)
def test_a_comprehension_is_nested_by_another_and_by_a_second_for(
    text: str, count: int
) -> None:
    assert len(syntax.nested_comprehensions(ast.parse(text))) == count


def test_a_conditional_is_nested_when_another_stands_anywhere_inside() -> None:
    tree = ast.parse("(a if b else c, d if e else f(g if h else i))")
    assert len(syntax.conditionals(tree)) == 3
    assert len(syntax.nested_conditionals(tree)) == 1


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("pass", 1),
        ("if a and b or c: pass", 4),
        ("for x in y:\n        while z: pass", 3),
        ("return [x for x in y if x]", 3),
        ("return a if b else c", 2),
        ("try: pass\n    except E: pass", 2),
        ("match a:\n        case 1: pass\n        case _: pass", 2),
    ],
)
def test_complexity_counts_decisions(body: str, expected: int) -> None:
    assert syntax.complexity(_function(f"def f():\n    {body}")) == expected


def test_the_receiver_is_no_parameter() -> None:
    assert syntax.parameters(_function("def f(self, a, /, b, *c, d, **e): ...")) == 5


def test_a_name_in_two_rooms_names_two_things() -> None:
    text = "class A: ..."
    found = _modules(a__x=text, b__x=text, a__v1__y="", a__v2__y="", a__z="")
    assert list(words.module_names(found)) == ["x"]
    assert words.class_names(found) == {"A": ["a/x", "b/x"]}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("from postkiln.b.y import z", "from postkiln.a import x"),
        ("from ..b import y", "def f():\n    import postkiln.a.x"),
    ],
)
def test_a_circle_of_modules_is_seen(first: str, second: str) -> None:
    edges = imports.graph(_modules(a__x=first, b__y=second, b__z="import postkiln.b.y"))
    assert imports.circles(edges) == [("a.x", "b.y")]
    assert imports.circles(imports.folders(edges)) == [("a", "b")]


def test_imports_against_the_flow_are_seen() -> None:
    flow = imports.read_flow(
        "MAY_IMPORT: T = {'a': (), 'b': (*('a.x',),)}\nINSIDE: T = {'b': ('y', 'z')}"
    )
    x = "import postkiln.b.y"
    y = "import postkiln.a.x, postkiln.b.z"
    edges = imports.graph(_modules(a__x=x, b__y=y, b__z="from postkiln.b.y import f"))
    assert imports.against(edges, flow) == ["a.x -> b.y", "b.y -> b.z"]


@pytest.mark.slow
def test_the_checkout_is_measured() -> None:
    texts = of_checkout()
    found = dict(re.split(r" {2,}", line)[:2] for line in figures(texts))
    assert found["modules"] == str(len(texts) - 1)
    assert found["imports against the flow"] == "0"
    assert found["circles of modules"] == "0"
