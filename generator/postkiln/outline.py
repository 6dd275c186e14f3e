"""`Api` and `PackageView` -> lines: what `postkiln inspect` shows.

A tree of resources and methods, with the call, the result and the request of each; and,
for `--types`, what was seen of each class.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postkiln.model.api import Api, Endpoint, endpoints
from postkiln.python.emit.docs.request_lines import request_line
from postkiln.python.view import CallTarget, FieldView, PackageView, TypeView


def outline(api: Api, view: PackageView) -> tuple[str, ...]:
    """The lines of the tree: the client, then resources and methods below it."""
    requests = {endpoint.index: endpoint for endpoint in endpoints(api.root)}
    options = ", ".join(name for name, _ in view.options)
    return (f"{view.client}({options})", *_lines(view.calls, requests))


def types_outline(view: PackageView) -> tuple[str, ...]:
    """The evidence for each class: its places, and how often each field was seen."""
    lines: list[str] = []
    for each in view.types:
        lines += _type(each)
    return tuple(lines)


def _type(each: TypeView) -> Iterator[str]:
    objects = "1 object"
    if each.objects != 1:
        objects = f"{each.objects} objects"
    yield f"{each.name}: {objects}"
    for place in each.places[:_FEW]:
        yield f"    in {place}"
    more = len(each.places) - _FEW
    if more > 0:
        yield f"    and {more} more places"
    for field in each.fields:
        facts = "; ".join(_facts(field, each.objects))
        yield f"  {field.name}: {field.annotation}    {facts}"


_FEW = 3


def _facts(field: FieldView, objects: int) -> Iterator[str]:
    """What was seen of a field, in a class of which `objects` were seen."""
    if objects == 0:
        yield "no example"
    else:
        yield f"{field.seen} of {objects}"
    if field.null:
        yield f"{field.null} null"
    if field.missing:
        names = list(map(repr, field.missing[:_FEW]))
        if len(field.missing) > _FEW:
            names.append("…")
        yield f"not in {', '.join(names)}"
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
            yield f"{_INDENT * depth}  .{folders[depth]}"
        above = folders
        method = _method(call, requests[call.index])
        yield f"{_INDENT * len(folders)}  {method}"


_INDENT = "    "


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
    arguments = ", ".join(names)
    signature = f"{call.attributes[-1]}({arguments}) -> {call.result}"
    return f"{signature}    {request_line(endpoint)}"
