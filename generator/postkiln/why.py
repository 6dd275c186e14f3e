"""`Api` and `PackageView` -> lines: what each value became, and which row decided.

It is what `postkiln inspect --why` shows: the options of the client, then the values of
each request by the names that the configuration knows them by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from postkiln.build.select import matches
from postkiln.model.api import Api, ClientOption, Endpoint, Role, in_document_order
from postkiln.python.emit.docs.request_lines import request_line
from postkiln.python.plan import calls_by_index
from postkiln.python.view import PackageView

Line = tuple[str, str, str]
"""A name, what it became, and the row that decided."""


def why_lines(api: Api, view: PackageView, pattern: str) -> Iterator[str]:
    """A table for the client, and one for each item that the pattern chooses."""
    yield f"{view.client}"
    yield from _table([_option(each, view) for each in api.options])
    calls = calls_by_index(view)
    for endpoint in in_document_order(api.root):
        if not matches(pattern, endpoint.path) or endpoint.index not in calls:
            continue
        name = ".".join(calls[endpoint.index].attributes)
        yield ""
        yield f"{'/'.join(endpoint.path)}    {name}    {request_line(endpoint)}"
        yield from _table(_values(endpoint))


def _values(endpoint: Endpoint) -> list[Line]:
    return [(each.name, each.becomes, each.row) for each in endpoint.values]


def _option(option: ClientOption, view: PackageView) -> Line:
    names = {variable: name for name, variable in view.options}
    becomes = "required" if option.required else "optional"
    if isinstance(option.value, str):
        becomes = "default"
    return names[option.variable], becomes, option.row or _ROWS[option.role]


_ROWS = {
    Role.HOST: "option: an origin",
    Role.CREDENTIAL: "option: a parameter of an auth",
    Role.SHARED: "option: a parameter of an auth",
}


def _table(lines: Sequence[Line]) -> Iterator[str]:
    """Lines with the columns one under another."""
    name_width = max((len(name) for name, _, _ in lines), default=0)
    width = max((len(becomes) for _, becomes, _ in lines), default=0)
    for name, becomes, row in lines:
        yield f"    {name:{min(name_width, 40)}}  {becomes:{width}}  {row}"
