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


@pytest.mark.parametrize("name", NAMES)
def test_a_template_decides_nothing(name: str) -> None:
    assert _decisions((TEMPLATES / name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_called_in_a_template_is_a_macro(name: str) -> None:
    tree = SYNTAX.parse((TEMPLATES / name).read_text("utf-8"))
    macros = {macro.name for macro in tree.find_all(nodes.Macro)}
    imported = {each.target for each in tree.find_all(nodes.Import)}
    for call in tree.find_all(nodes.Call):
        match call.node:
            case nodes.Getattr(node=nodes.Name(name=module)):
                assert module in imported
            case nodes.Name(name=macro):
                assert macro in macros
            case other:
                pytest.fail(f"{other} is called")


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
