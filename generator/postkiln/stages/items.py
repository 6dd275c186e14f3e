"""One item at one stage: what the collection says, the model, or the package.

In: what came out of a hop, and a pattern of `Folder/Item` as for `--include`. Out: lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postkiln.build.select import matches
from postkiln.model.api import Api, Endpoint, Example, in_document_order
from postkiln.postman.collection import Collection, walk
from postkiln.python.syntax.source import Source
from postkiln.python.view import Function, PackageView, ResourceModule
from postkiln.stages.record_text import lines
from postkiln.stages.redacted import redacted


def of_collection(collection: Collection, pattern: str) -> Iterator[str]:
    """Items as Postman's documents say them, every short form spelled out."""
    for path, item in walk(collection.root):
        if matches(pattern, path):
            yield from lines("/".join(path), redacted(item))


def of_model(api: Api, pattern: str) -> Iterator[str]:
    """Endpoints: what the calls need and what they are answered."""
    for endpoint in _chosen(api, pattern):
        # What a server answered may hold anything, a fresh token too.
        examples = (Example(each.name, each.status) for each in endpoint.examples)
        saved = replace(endpoint.saved, examples=tuple(examples))
        shown = replace(endpoint, saved=saved)
        yield from lines("/".join(endpoint.path), shown)


def of_package(api: Api, view: PackageView, pattern: str) -> Iterator[str]:
    """How each endpoint is called, and the source of its operation and its methods."""
    calls = {call.index: call for call in view.calls}
    for endpoint in _chosen(api, pattern):
        if endpoint.index in calls:
            yield from lines("/".join(endpoint.path), calls[endpoint.index])
            for module in (view.root, *view.resources):
                yield from _sources(module, endpoint.index)


def _chosen(api: Api, pattern: str) -> list[Endpoint]:
    found = in_document_order(api.root)
    return [endpoint for endpoint in found if matches(pattern, endpoint.path)]


def _sources(module: ResourceModule, index: int) -> Iterator[str]:
    """The statements of a module that are there for the endpoint of this index."""
    for constant in module.constants:
        if constant.index == index:
            yield from _indented(constant.text)
    for each in module.classes:
        for function in each.functions:
            if function.index == index:
                yield f"    class {each.name}:"
                yield from _method(function)


def _method(function: Function) -> Iterator[str]:
    for text in (function.head, *function.docstring, function.body):
        yield from _indented(text)


def _indented(text: Source) -> Iterator[str]:
    for line in text.splitlines():
        yield f"    {line}".rstrip()
