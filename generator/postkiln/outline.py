"""A package as a tree of text: what `postkiln inspect` shows.

In: the endpoint model and the package view. Out: lines, one for each resource and each
method: its call, its request, its answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postkiln.model.api import Api, Endpoint, endpoints
from postkiln.python.emit.request_lines import request_line
from postkiln.python.view import CallTarget, FieldView, PackageView, TypeView


def outline(api: Api, view: PackageView) -> tuple[str, ...]:
    """The lines of the tree: the client, then resources and methods below it."""
    requests = {endpoint.index: endpoint for endpoint in endpoints(api.root)}
    head = f"{view.client}({', '.join(name for name, _ in view.options)})"
    return (head, *_lines(view.calls, requests))


def types_outline(view: PackageView) -> tuple[str, ...]:
    """What each class rests on: its places, and how often each field was seen."""
    lines: list[str] = []
    for each in view.types:
        lines += _type(each)
    return tuple(lines)


def _type(each: TypeView) -> Iterator[str]:
    plural = "" if each.objects == 1 else "s"
    yield f"{each.name}: {each.objects} object{plural}"
    yield from (f"    in {place}" for place in each.places[:_FEW])
    if len(each.places) > _FEW:
        yield f"    and {len(each.places) - _FEW} more places"
    for field in each.fields:
        facts = "; ".join(_facts(field, each.objects))
        yield f"  {field.name}: {field.annotation}    {facts}"


_FEW = 3


def _facts(field: FieldView, objects: int) -> Iterator[str]:
    yield f"{field.seen} of {objects}" if objects else "no example"
    if field.null:
        yield f"{field.null} null"
    if field.missing:
        names = ", ".join(map(repr, field.missing[:_FEW]))
        more = ", …" if len(field.missing) > _FEW else ""
        yield f"not in {names}{more}"
    if field.keyed_by:
        yield f"a mapping: its keys are {field.keyed_by}"
    if field.values:
        yield f"values: {', '.join(field.values)}"


def _lines(calls: Sequence[CallTarget], requests: dict[int, Endpoint]) -> Iterator[str]:
    """Calls come with those of one resource together, outer resources first."""
    above: tuple[str, ...] = ()
    for call in calls:
        folders = call.attributes[:-1]
        shared = _shared(above, folders)
        for depth in range(shared, len(folders)):
            yield f"{'    ' * depth}  .{folders[depth]}"
        above = folders
        yield f"{'    ' * len(folders)}  {_method(call, requests[call.index])}"


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many attributes two paths have in common from the top."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _method(call: CallTarget, endpoint: Endpoint) -> str:
    names = [name for name, _ in (*call.arguments, *call.fields)]
    if call.body is not None:
        names.append(call.body)
    signature = f"{call.attributes[-1]}({', '.join(names)}) -> {call.result}"
    return f"{signature}    {request_line(endpoint)}"
