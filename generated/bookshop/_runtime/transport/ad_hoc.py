"""What `client.request(...)` is given -> the call of a request that the collection lacks."""

from __future__ import annotations

import re
from typing import Any, Final

from ..operation import ClientSpec, Operation
from ..request.address import parse
from ..request.arguments import Values, arguments
from ..request.body import body_for
from ..request.headers import Given
from ..request.spec import Query
from .call_flow import Call

_ABSOLUTE: Final = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*://")


def ad_hoc_call(
    spec: ClientSpec,
    method: str,
    path: str,
    *,
    query: Values | None,
    headers: Given,
    body: object,
) -> Call:
    """The call of `path` at the API's origin, or of a URL; with the auth of the API."""
    variables: Values | None = None
    if _ABSOLUTE.match(path):
        variables = {"url": path}
        operation = _at_url(spec, method, path, body)
    else:
        operation = _at_path(spec, method, path, body)
    return Call(operation, arguments(variables, query, body), headers)


def _at_url(spec: ClientSpec, method: str, url: str, body: object) -> Operation[Any]:
    address = parse(url)
    return Operation(
        name=f"{method} {address.origin}{address.path}",
        method=method,
        url="{{url}}",
        auth=spec.auth,
        body=body_for(body),
    )


def _at_path(spec: ClientSpec, method: str, path: str, body: object) -> Operation[Any]:
    # Braces are no variables here: a path may hold what others wrote, and options are secret.
    literal = path.replace("{", "%7B").replace("}", "%7D")
    before_fragment, _, _ = literal.partition("#")
    place, mark, text = before_fragment.partition("?")
    query: tuple[Query, ...] = ()
    if mark:
        query = tuple(map(_query, text.split("&")))
    return Operation(
        name=f"{method} {place}",
        method=method,
        url=f"{spec.origin}/{place.removeprefix('/')}",
        query=query,
        auth=spec.auth,
        body=body_for(body),
    )


def _query(item: str) -> Query:
    key, equals, value = item.partition("=")
    if not equals:
        return Query(key, None)
    return Query(key, value)
