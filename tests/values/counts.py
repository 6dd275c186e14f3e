"""Generated packages in, what their users see counted: options, arguments, lines.

Judged by the source alone (signatures, and the constants beside them), so that packages of
any revision are counted alike.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from statistics import median
from typing import Any, cast

from values.literals import VARIABLE
from values.stand_ins import origin_of

from postkiln.build.placement.tables.names import is_version
from postkiln.build.placement.tables.path_table import is_constant_number
from postkiln.build.placement.tables.texts import is_number, is_sample


@dataclass(frozen=True, slots=True)
class Counts:
    """One client. `asked` are options that must be set, and are no host or credential.

    `ids` are samples in the constant text of paths, `fixed` the methods without any
    argument that are not a GET of an address without variables.
    """

    options: int = 0
    asked: int = 0
    methods: int = 0
    required: int = 0
    optional: int = 0
    headers: int = 0
    ids: int = 0
    fixed: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True)
class _Operation:
    """What the constant of an operation says."""

    method: str
    url: str
    headers: tuple[str, ...]

    @property
    def path(self) -> str:
        """The address behind the origin."""
        return self.url.removeprefix(origin_of(self.url))


def counts_of(package: Path) -> Counts:
    """The counts of one package."""
    modules = [_module(each) for each in _modules(package)]
    operations = [each for module in modules for each in module.operations.values()]
    methods = [each for module in modules for each in module.methods]
    options = list(_options(modules[0].tree))
    hosts = _hosts([origin_of(each.url) for each in operations], options)
    return Counts(
        options=len(options),
        asked=sum(_is_asked(each, hosts) for each in options),
        methods=len(methods),
        required=sum(map(_required, methods)),
        optional=sum(map(_optional, methods)),
        headers=sum(len(each.headers) for each in operations),
        ids=sum(len(list(ids(each.path))) for each in operations),
        fixed=sum(module.fixed for module in modules),
        lines=sum(
            path.read_text("utf-8").count("\n") for path in package.rglob("*.py")
        ),
    )


@dataclass(frozen=True, slots=True)
class _Module:
    """A module of a package: operations by the names of their constants, and methods."""

    tree: ast.Module
    operations: Mapping[str, _Operation]
    methods: Sequence[ast.FunctionDef]

    @property
    def fixed(self) -> int:
        return sum(_is_fixed(each, self.operations) for each in self.methods)


def _module(path: Path) -> _Module:
    tree = ast.parse(path.read_text("utf-8"))
    return _Module(tree, dict(_operations(tree)), list(_methods(tree)))


def _hosts(origins: Iterable[str], options: Iterable[Mapping[str, Any]]) -> str:
    """The origins, and the defaults of the variables in them: these may name others."""
    text = "".join(origins)
    defaults = [str(each.get("default")) for each in options if _is_in(each, text)]
    return "".join((text, *defaults))


def _is_in(option: Mapping[str, Any], text: str) -> bool:
    return f"{{{{{option['variable']}}}}}" in text


def _modules(package: Path) -> list[Path]:
    """The client first, then the resources."""
    return [package / "client.py", *sorted((package / "resources").rglob("*.py"))]


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name:
            yield node


def _options(tree: ast.Module) -> Iterator[Mapping[str, Any]]:
    """The arguments of each `Option(...)`."""
    names = ("name", "variable", "environment_variable")
    for call in _calls(tree, "Option"):
        given = dict(zip(names, call.args, strict=False))
        given |= {each.arg: each.value for each in call.keywords if each.arg}
        yield {key: _constant(value) for key, value in given.items()}


def _constant(node: ast.expr) -> Any:
    try:
        return ast.literal_eval(node)
    except ValueError:  # an expression of the runtime's
        return ast.unparse(node)


def _is_asked(option: Mapping[str, Any], hosts: str) -> bool:
    may_be_missing = option.get("secret") or option.get("optional")
    is_given = option.get("default") or _is_in(option, hosts)
    return not (is_given or may_be_missing)


def _operations(tree: ast.Module) -> Iterator[tuple[str, _Operation]]:
    """Name and contents of each `_NAME: Operation[...] = Operation(...)`."""
    for node in tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(name), value=ast.Call() as call):
                given = {each.arg: each.value for each in call.keywords}
                if "url" in given and "method" in given:
                    headers = tuple(_constant_headers(given.get("headers")))
                    method = _constant(given["method"])
                    yield name, _Operation(method, _constant(given["url"]), headers)
            case _:
                pass


def _constant_headers(node: ast.expr | None) -> Iterator[str]:
    """The names of the headers whose value is a text without variables."""
    for pair in node.elts if isinstance(node, ast.Tuple) else ():
        match pair:
            case ast.Tuple([ast.Constant(str(name)), ast.Constant(str(value))]):
                if not VARIABLE.search(value):
                    yield name
            case _:
                pass


def _methods(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The public methods of the sync classes."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and _is_sync(node):
            for each in node.body:
                if isinstance(each, ast.FunctionDef) and _is_method(each):
                    yield each


def _is_sync(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).startswith("Sync") for base in node.bases)


def _is_method(node: ast.FunctionDef) -> bool:
    return not node.name.startswith("_") and not node.decorator_list


def _required(node: ast.FunctionDef) -> int:
    positional = len(node.args.args) - 1 - len(node.args.defaults)
    return positional + sum(each is None for each in node.args.kw_defaults)


def _optional(node: ast.FunctionDef) -> int:
    keywords = sum(each is not None for each in node.args.kw_defaults)
    return len(node.args.defaults) + keywords


def _is_fixed(node: ast.FunctionDef, operations: Mapping[str, _Operation]) -> bool:
    if _required(node) or _optional(node):
        return False
    used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    found = [operations[name] for name in used & operations.keys()]
    return any(each.method != "GET" or VARIABLE.search(each.path) for each in found)


def ids(path: str) -> Iterator[str]:
    """The samples in the constant text of a path, versions and the like left out."""
    before: list[str] = []
    for segment in path.split("/"):
        if not segment or VARIABLE.search(segment):
            continue
        inner = re.search(r"\((?:\w+=)?'?([^()']*)'?\)$", segment)
        text = inner[1] if inner else segment
        is_constant = is_number(text) and not inner and is_constant_number(text, before)
        is_known = is_version(text) and not text.isdigit()
        if is_sample(text) and not is_constant and not is_known:
            yield segment
        before.append(segment)


def all_counts(stage: Path) -> dict[str, Counts]:
    """The counts of every package below `DIR/<file>`, by file and package."""
    packages = sorted(each.parent for each in stage.glob("*/*/client.py"))
    return {str(each.relative_to(stage)): counts_of(each) for each in packages}


def to_json(counts: Mapping[str, Counts]) -> str:
    return json.dumps({name: asdict(each) for name, each in counts.items()}, indent=1)


def from_json(text: str) -> dict[str, Counts]:
    known = cast("dict[str, dict[str, int]]", json.loads(text))
    return {name: Counts(**each) for name, each in known.items()}


def table(before: Mapping[str, Counts], after: Mapping[str, Counts]) -> Iterator[str]:
    """The figures of both, and the collections whose lines grew most."""
    one, two = figures(before.values()), figures(after.values())
    yield f"{'':44}{'before':>10}{'after':>10}"
    for name, text in one.items():
        yield f"{name:44}{text:>10}{two[name]:>10}"
    yield "lines that grew most: before, after, ratio"
    files = _lines_by_file(before), _lines_by_file(after)
    grown = [(files[1][f] / files[0][f], f) for f in files[0].keys() & files[1].keys()]
    for ratio, file in sorted(grown, reverse=True)[:10]:
        yield f"{files[0][file]:8}{files[1][file]:8}{ratio:7.2f}  {file}"


def figures(counts: Iterable[Counts]) -> dict[str, str]:
    """The figures of all clients, as text."""
    known = tuple(counts)
    options = [each.options for each in known]
    asking = sum(each.asked > 0 for each in known)
    totals = {each.name: _total(known, each.name) for each in fields(Counts)}
    return {
        "clients": str(len(known)),
        "options of a client, median": f"{median(options):g}",
        "options of a client, most": str(max(options)),
        "clients that ask for more than host and key": f"{asking / len(known):.1%}",
        "methods": str(totals["methods"]),
        "required arguments": str(totals["required"]),
        "optional arguments": str(totals["optional"]),
        "constant headers": str(totals["headers"]),
        "ids in paths": str(totals["ids"]),
        "no argument, and no GET of a fixed address": str(totals["fixed"]),
        "lines": str(totals["lines"]),
    }


def _total(counts: Sequence[Counts], name: str) -> int:
    return sum(getattr(each, name) for each in counts)


def _lines_by_file(counts: Mapping[str, Counts]) -> dict[str, int]:
    lines: dict[str, int] = {}
    for name, each in counts.items():
        file = name.partition("/")[0]
        lines[file] = lines.get(file, 0) + each.lines
    return lines
