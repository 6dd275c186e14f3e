"""One item at one stage: in the collection, in the model, or in the package.

In: the result of a stage, and a pattern of `Folder/Item` as for `--include`. Out: lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from postkiln.build.select import matches
from postkiln.model.api import Api, Endpoint, Example, in_document_order
from postkiln.postman.collection import Collection, walk
from postkiln.python.plan import calls_by_index
from postkiln.python.syntax.source import Source
from postkiln.python.view import Function, PackageView, ResourceModule
from postkiln.stages.record_text import lines
from postkiln.stages.redacted import redacted


def of_collection(collection: Collection, pattern: str) -> Iterator[str]:
    """Items as they are in Postman's documents, every short form spelled out."""
    for path, item in walk(collection.root):
        if matches(pattern, path):
            yield from lines("/".join(path), redacted(item))


def of_model(api: Api, pattern: str) -> Iterator[str]:
    """Endpoints: what calls send, and what the responses are."""
    for endpoint in _chosen(api, pattern):
        yield from lines(_title(endpoint), _without_bodies(endpoint))


def _without_bodies(endpoint: Endpoint) -> Endpoint:
    """Saved bodies are not shown: a server may send anything in them, a new token too."""
    examples = [Example(each.name, each.status) for each in endpoint.examples]
    saved = replace(endpoint.saved, examples=tuple(examples))
    return replace(endpoint, saved=saved)


def of_package(api: Api, view: PackageView, pattern: str) -> Iterator[str]:
    """How each endpoint is called, and the source of its operation and its methods."""
    calls = calls_by_index(view)
    for endpoint in _chosen(api, pattern):
        call = calls.get(endpoint.index)
        if call is None:
            continue
        yield from lines(_title(endpoint), call)
        for module in (view.root, *view.resources):
            yield from _sources(module, endpoint.index)


def _chosen(api: Api, pattern: str) -> Iterator[Endpoint]:
    for endpoint in in_document_order(api.root):
        if matches(pattern, endpoint.path):
            yield endpoint


def _title(endpoint: Endpoint) -> str:
    return "/".join(endpoint.path)


def _sources(module: ResourceModule, index: int) -> Iterator[str]:
    """The statements of a module that are there for the endpoint of this index."""
    for constant in module.constants:
        if constant.index == index:
            yield from _indented(constant.text)
    for cls in module.classes:
        for function in cls.functions:
            if function.index == index:
                yield f"    class {cls.name}:"
                yield from _method(function)


def _method(function: Function) -> Iterator[str]:
    for text in (function.head, *function.docstring, function.body):
        yield from _indented(text)


def _indented(text: Source) -> Iterator[str]:
    for line in text.splitlines():
        yield f"    {line}".rstrip()
