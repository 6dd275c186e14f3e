"""A collection file through `generate`: a `Row` of what came of each collection."""

from __future__ import annotations

import ast
import hashlib
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus import written

import postkiln
from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.errors import PostkilnError

LEFT_OUT = frozenset((Code.NO_URL, Code.UNSUPPORTED_SCHEME, Code.UNUSABLE_ITEM))
"""The notices that say of a request that it has no method."""


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a file, or of one of the collections in it.

    `requests` are counted in the file, `methods` in the generated source. `mismatch`
    names requests without method and notice, and methods or notices without request.
    `twins` are classes that have the same fields as another of the `classes`.
    `runtime` and `digest` are digests of the copied runtime and of every file,
    `secrets` the literal ones that the document holds.
    """

    file: str
    package: str = ""
    refusal: str = ""
    crash: str = ""
    requests: int = 0
    methods: int = 0
    left_out: int = 0
    classes: int = 0
    twins: tuple[str, ...] = ()
    notices: Counter[str] = field(default_factory=Counter[str])
    mismatch: tuple[str, ...] = ()
    secrets: frozenset[str] = frozenset()
    runtime: str = ""
    digest: str = ""


def bake(
    file: Path, package: str | None = None, stage: Path | None = None
) -> tuple[Row, ...]:
    """Generate `file` as `package`, and write it below `stage` if that is given.

    The packages of further collections in it are `package_2` and so on.
    """
    try:
        return tuple(_rows(file, package, stage))
    except PostkilnError as error:
        return (Row(file.name, refusal=str(error)),)
    except Exception:  # no document may raise anything else: the table shows what did
        return (Row(file.name, crash=traceback.format_exc()),)


def _rows(file: Path, package: str | None, stage: Path | None) -> Iterator[Row]:
    parts = postkiln.split(file.read_bytes(), place=file.name)
    for number, (place, part) in enumerate(parts, 1):
        name = f"{package}_{number}" if package and number > 1 else package
        result = postkiln.generate(part, place=place, package=name)
        if stage is not None:
            write(result.files, stage / result.package)
        document = written.documents(file)[number - 1]
        yield _row(file.name, document, result)


def _row(file: str, document: written.Json, result: postkiln.Result) -> Row:
    requests = Counter(written.requests(document))
    methods = Counter(_methods(result.files))
    left_out = Counter("/".join(n.path) for n in result.notices if n.code in LEFT_OUT)
    accounted = methods + left_out
    runtime = {p: t for p, t in result.files.items() if p.startswith("_runtime/")}
    return Row(
        file=file,
        package=result.package,
        requests=requests.total(),
        methods=methods.total(),
        left_out=left_out.total(),
        classes=result.models,
        twins=tuple(_twins(result.files)),
        notices=Counter(str(notice.code) for notice in result.notices),
        mismatch=(
            *(f"neither method nor notice: {name}" for name in requests - accounted),
            *(f"no such request: {name}" for name in accounted - requests),
        ),
        secrets=written.secrets(document),
        runtime=digest(runtime),
        digest=digest(result.files),
    )


def _twins(files: Mapping[str, str]) -> Iterator[str]:
    """The classes with the fields of another, as the package's source says."""
    seen: dict[object, str] = {}
    for path, text in files.items():
        if path.startswith("models/"):
            for node in ast.parse(text).body:
                if isinstance(node, ast.ClassDef):
                    lines = [ast.unparse(n) for n in node.body if _is_field(n)]
                    fields = (tuple(sorted(lines)), node.name.endswith("Input"))
                    if (other := seen.setdefault(fields, node.name)) != node.name:
                        yield f"{node.name} is {other}"


def _is_field(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign)


def _methods(files: Mapping[str, str]) -> Iterator[str]:
    """The name of the request that each method sends, as the package's source says."""
    for path, text in files.items():
        if path == "client.py" or path.startswith("resources/"):
            tree = ast.parse(text)
            operations = dict(_operations(tree))
            for node in ast.walk(tree):
                if isinstance(node, ast.AsyncFunctionDef):
                    names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
                    yield from (operations[each] for each in names & operations.keys())


def _operations(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Variable and request of every `_NAME: Operation[...] = Operation(name=..., ...)`."""
    for node in tree.body:
        match node:
            case ast.AnnAssign(
                target=ast.Name(variable),
                value=ast.Call(
                    func=ast.Name("Operation"),
                    keywords=[ast.keyword("name", ast.Constant(str(name))), *_],
                ),
            ):
                yield variable, name
            case _:
                pass


def write(files: Mapping[str, str], folder: Path) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def digest(files: Mapping[str, str]) -> str:
    """A digest of paths and texts, in the order they come."""
    total = hashlib.sha256()
    for part in (part for file in files.items() for part in file):
        encoded = part.encode()
        total.update(len(encoded).to_bytes(8, "big") + encoded)
    return total.hexdigest()
