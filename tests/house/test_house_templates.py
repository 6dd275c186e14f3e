"""Templates place and repeat; they decide nothing."""

from __future__ import annotations

from collections.abc import Iterator

import jinja2
import pytest
from house.modules import TEMPLATES
from jinja2 import nodes

SYNTAX = jinja2.Environment(autoescape=True)
NAMES = sorted(path.name for path in TEMPLATES.iterdir())


def _decisions(text: str) -> list[str]:
    """What a template does beyond placing and repeating, by the name of the node."""
    return list(_seen(SYNTAX.parse(text)))


def _seen(tree: nodes.Template) -> Iterator[str]:
    stack: list[nodes.Node] = [tree]
    while stack:
        node = stack.pop()
        if not _only_places(node):
            yield type(node).__name__
        elif not isinstance(node, nodes.Import):  # its operand is a file's name
            stack.extend(node.iter_child_nodes())


def _only_places(node: nodes.Node) -> bool:
    match node:
        case nodes.For(target=nodes.Name(), iter=iterated):
            plain = not node.else_ and node.test is None and not node.recursive
            return plain and _is_reference(iterated)
        case nodes.Macro():
            return not node.defaults
        case nodes.Call():
            bare = not (node.kwargs or node.dyn_args or node.dyn_kwargs)
            return (
                bare and _is_reference(node.node) and all(map(_is_reference, node.args))
            )
        case nodes.Import():
            return isinstance(node.template, nodes.Const)
        case _:
            return isinstance(
                node,
                nodes.Template
                | nodes.Output
                | nodes.TemplateData
                | nodes.Name
                | nodes.Getattr,
            )


def _is_reference(node: nodes.Node) -> bool:
    """A name, or attributes of one."""
    while isinstance(node, nodes.Getattr):
        node = node.node
    return isinstance(node, nodes.Name)


def test_there_are_templates() -> None:
    assert "client.py.jinja" in NAMES


def test_templates_decide_nothing() -> None:
    found = {name: _decisions(_text(name)) for name in NAMES}
    assert {name: decisions for name, decisions in found.items() if decisions} == {}


def test_what_is_called_in_templates_is_a_macro() -> None:
    found = {name: _strange_calls(SYNTAX.parse(_text(name))) for name in NAMES}
    assert {name: calls for name, calls in found.items() if calls} == {}


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


def _strange_calls(tree: nodes.Template) -> list[str]:
    """What a template calls besides its own macros and those that it imports."""
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    imported = {each.target for each in tree.find_all(nodes.Import)}
    called = [call.node for call in tree.find_all(nodes.Call)]
    return [str(node) for node in called if not _is_macro(node, macros, imported)]


def _is_macro(node: nodes.Node, macros: set[str], imported: set[str]) -> bool:
    match node:
        case nodes.Getattr(node=nodes.Name(name=module)):
            return module in imported
        case nodes.Name(name=macro):
            return macro in macros
        case _:
            return False


def test_a_call_of_what_is_no_macro_is_seen() -> None:
    text = "{% macro a() %}{% endmacro %}{{ a() }}{{ b() }}{{ c.d() }}"
    assert len(_strange_calls(SYNTAX.parse(text))) == 2


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("{% if x %}{% endif %}", "If"),
        ("{% set x = y %}", "Assign"),
        ("{{ x | upper }}", "Filter"),
        ("{{ x is defined }}", "Test"),
        ("{{ x == y }}", "Compare"),
        ("{{ x if y }}", "CondExpr"),
        ("{{ x and y }}", "And"),
        ("{{ not x }}", "Not"),
        ("{{ x ~ y }}", "Concat"),
        ("{{ x + y }}", "Add"),
        ("{{ x[0] }}", "Getitem"),
        ("{{ 'text' }}", "Const"),
        ("{{ x(1) }}", "Call"),
        ("{{ x.y(z=w) }}", "Call"),
        ("{% for x in y if z %}{% endfor %}", "For"),
        ("{% for x in y() %}{% endfor %}", "For"),
        ("{% for x, y in z %}{% endfor %}", "For"),
        ("{% for x in y %}{% else %}z{% endfor %}", "For"),
        ("{% macro x(y=1) %}{% endmacro %}", "Macro"),
        ("{% include 'x' %}", "Include"),
    ],
)
def test_a_decision_in_a_template_is_seen(text: str, decision: str) -> None:
    assert decision in _decisions(text)
