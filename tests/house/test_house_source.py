"""No pattern looks for names in finished source: `Source` carries the imports it needs."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from house.modules import Module, modules

# The modules of `python` that use patterns, and what they read by them.
PATTERNS: Mapping[str, str] = {
    "python.emit.argument_docs": "samples of the collection: which stand for a value",
    "python.emit.arguments": "keys of bodies",
    "python.emit.clients": "the name of a client",
    "python.naming.method_names": "names of items, addresses",
    "python.naming.scope": "words of any text",
    "python.syntax.layout": "whether a line is one string: its layout, not its names",
    "python.syntax.source": "descriptions",
    "python.types.evidence": "values of examples",
}


def _uses_patterns(module: Module) -> bool:
    return any(
        isinstance(node, ast.Import) and any(each.name == "re" for each in node.names)
        for node in ast.walk(module.tree)
    )


def test_patterns_read_what_is_no_source_yet() -> None:
    found = {
        module.name
        for module in modules()
        if module.room == "python" and _uses_patterns(module)
    }
    assert found == set(PATTERNS)
