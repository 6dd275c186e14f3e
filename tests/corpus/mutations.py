"""Saved examples, each changed at one place: what the codec says of it, and an oracle."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from corpus.schemas import judge

from postkiln import pipeline
from postkiln.diagnostics.errors import PostkilnError
from postkiln.model.api import in_document_order
from postkiln.pipeline import Compiled
from postkiln.verify.package import ImportedPackage, import_package

TRIES = 3
"""Changes of each example."""

OTHERS: tuple[Any, ...] = (True, 7, 0.5, "other text", [], {}, [{}], {"other": 1})


@dataclass(slots=True)
class Tally:
    """What came of the changes of one file, and what went wrong."""

    file: str
    kinds: Counter[str] = field(default_factory=Counter[str])
    refused: int = 0
    faults: list[str] = field(default_factory=list[str])


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change: its kind, the JSON path of the place, and the data that has it."""

    kind: str
    path: str
    data: Any

    def holds(self, path: str) -> bool:
        """Whether a path is that of the change, or of a place in what was put there."""
        return path == self.path or path.startswith((f"{self.path}.", f"{self.path}["))


def mutate_all(file: Path) -> Tally:
    """Change the JSON examples of a collection, and hold the codec against the oracle."""
    tally = Tally(file.name)
    chance = random.Random(file.name)
    try:
        result, compiled = pipeline.generate(file.read_bytes(), file.name)
    except PostkilnError:
        return tally
    with import_package(result.files) as package:
        for annotation, data in _answers(compiled, package):
            is_valid = judge(annotation)
            if not is_valid(data):
                tally.faults.append(f"the oracle refuses an example: {annotation}")
                continue
            for _ in range(TRIES):
                mutation = _mutated(data, chance)
                if mutation is not None:
                    _try(package, annotation, mutation, is_valid, tally)
    return tally


def _answers(compiled: Compiled, package: ImportedPackage) -> Iterator[tuple[Any, Any]]:
    """Each JSON example, and the annotation of its status."""
    operations = dict(_operations(compiled, package))
    for endpoint in in_document_order(compiled.api.root):
        shown = operations[endpoint.index].outcomes()
        for example in endpoint.examples:
            try:
                data = json.loads((example.body or "").removeprefix("\ufeff"))
            except ValueError:
                continue
            if isinstance(data, dict | list):
                yield shown[example.status], cast("Any", data)


def _operations(
    compiled: Compiled, package: ImportedPackage
) -> Iterator[tuple[int, Any]]:
    """The operation of each endpoint: the constants of a module stand in their order."""
    kind = package.get("_runtime.operation", "Operation")
    view = compiled.view
    modules = ("client", *(f"resources.{each.name}" for each in view.resources))
    found = (
        value
        for module in modules
        for value in package.get(module, "__dict__").values()
        if isinstance(value, kind)
    )
    yield from zip((call.index for call in view.calls), found, strict=True)


def _mutated(data: Any, chance: random.Random) -> Mutation | None:
    """The data with one change at a place drawn among all."""
    whole = copy.deepcopy(data)
    places = list(_places(whole))
    if not places:
        return None
    holder, key, path = chance.choice(places)
    kinds = ["null", "type", "added"]
    if isinstance(holder, dict):
        kinds.append("dropped")
    kind = chance.choice(kinds)
    match kind:
        case "null":
            holder[key] = None
        case "type":
            unlike = [each for each in OTHERS if _kind(each) != _kind(holder[key])]
            holder[key] = copy.deepcopy(chance.choice(unlike))
        case "dropped":
            del holder[key]
        case _ if isinstance(holder, dict):
            holder["a new key"] = copy.deepcopy(chance.choice(OTHERS))
            path = path[: len(path) - len(_step(key))] + '["a new key"]'
        case _:
            holder.append(copy.deepcopy(chance.choice(OTHERS)))
            path = path[: len(path) - len(_step(key))] + f"[{len(holder) - 1}]"
    return Mutation(kind, path, whole)


def _kind(value: Any) -> str:
    return type(value).__name__


def _places(root: Any) -> Iterator[tuple[Any, Any, str]]:
    """Every value below the root: what holds it, its key or index, its path."""
    stack: list[tuple[Any, str]] = [(root, "$")]
    while stack:
        node, path = stack.pop()
        for key, value in _entries(node):
            yield node, key, path + _step(key)
            stack.append((value, path + _step(key)))


def _entries(node: Any) -> list[tuple[Any, Any]]:
    if isinstance(node, dict):
        return list(cast("dict[str, Any]", node).items())
    if isinstance(node, list):
        return list(enumerate(cast("Sequence[Any]", node)))
    return []


def _step(key: Any) -> str:
    if isinstance(key, int):
        return f"[{key}]"
    return f".{key}" if key.isidentifier() else f"[{json.dumps(key)}]"


def _try(
    package: ImportedPackage,
    annotation: Any,
    mutation: Mutation,
    is_valid: Callable[[Any], bool],
    tally: Tally,
) -> None:
    """Lenient never raises and gives all back; strict says what the oracle says, and where."""
    decode = package.get("_runtime.codec.convert", "decode")
    encode = package.get("_runtime.codec.convert", "encode")
    refusal = package.get("_runtime.errors", "DecodeError")
    tally.kinds[mutation.kind] += 1
    where = f"{annotation}: {mutation.kind} at {mutation.path}"
    try:
        again = encode(decode(annotation, copy.deepcopy(mutation.data)))
        if json.dumps(again) != json.dumps(mutation.data):
            tally.faults.append(f"{where}: comes back as another")
    except Exception as error:  # whatever it is, lenient decoding must not raise it
        tally.faults.append(f"{where}: lenient raises {error!r}")
    told: list[str] = []
    try:
        decode(annotation, copy.deepcopy(mutation.data), strict=True)
    except refusal as error:
        told = [path for path, _, _ in error.differences]
    admitted = is_valid(mutation.data)
    tally.refused += not admitted
    if admitted and told:
        tally.faults.append(f"{where}: refused, and the oracle admits it: {told}")
    elif not admitted and not (told and all(map(mutation.holds, told))):
        tally.faults.append(f"{where}: the oracle refuses it, and told is: {told}")


def figures(tallies: Iterable[Tally]) -> Iterator[str]:
    """What went wrong, line by line, and a total."""
    every = list(tallies)
    for each in every:
        yield from (f"mutation: {each.file}: {fault}" for fault in each.faults)
    kinds = sum((each.kinds for each in every), Counter[str]())
    tries = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    refused = sum(each.refused for each in every)
    faults = sum(len(each.faults) for each in every)
    yield (
        f"mutations: {kinds.total()} ({tries}), {refused} that the types refuse; "
        f"{faults} not named by their path, or refused, raised or changed without cause"
    )
