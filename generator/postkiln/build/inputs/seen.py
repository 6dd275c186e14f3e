"""What the calls behind saved answers gave: values of path variables and query keys.

In: a request. Out: by variable or key the texts, each once, in the order of the examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from postkiln.build.request import addresses
from postkiln.build.request.requests import RequestTemplate
from postkiln.model import template as templates
from postkiln.model.template import Variable, parse
from postkiln.postman.collection import Url


def example_urls(request: RequestTemplate) -> Iterator[Url]:
    """The addresses of the calls whose answers were saved, refused ones left out."""
    for example in request.item.item.examples:
        is_refused = (example.code or 200) >= 400
        if example.request is None or example.request.url is None or is_refused:
            continue
        yield example.request.url


def seen_in_paths(
    request: RequestTemplate, urls: Sequence[Url]
) -> Mapping[Variable, tuple[str, ...]]:
    """The values of the path's variables in `urls`."""
    seen: dict[Variable, dict[str, None]] = {}
    for url in urls:
        found = addresses.align(request.address.segments, url)
        for variable, value in found.items():
            seen.setdefault(variable, {})[value] = None
    return {variable: tuple(values) for variable, values in seen.items()}


def seen_in_queries(urls: Sequence[Url]) -> Mapping[str, tuple[str, ...]]:
    """The literal values of query keys in `urls`."""
    seen: dict[str, dict[str, None]] = {}
    for url in urls:
        for entry in url.query:
            is_value = bool(entry.key and entry.value)
            if is_value and not templates.is_open(parse(entry.value or "")):
                seen.setdefault(entry.key or "", {})[entry.value or ""] = None
    return {key: tuple(values) for key, values in seen.items()}
