"""A GraphQL query and what a call gives -> the JSON text of the request.

Keywords are the variables of the query. `body=` is a whole request: its members take the
place of the collection's, of which nothing is left beside a query of the caller's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..omit import OMIT, Omit
from ..template.fill import Lookup
from .arguments import Arguments
from .keywords import json_fields, whole_body
from .scalars import json_text
from .spec import GraphqlBody


def graphql_text(
    spec: GraphqlBody, arguments: Arguments, lookup: Lookup
) -> str | bytes | Omit:
    """The text of the request; OMIT where the call wants none sent."""
    own = dict(_own_members(spec, arguments, lookup))
    body = arguments.body
    if arguments.fields is None:
        return _object({**own, **_variables(body)})
    request = json_fields({} if body is None else body)
    if request is None:
        body = whole_body(body, arguments.fields, json_fields)
        if isinstance(body, str | bytes | Omit):
            return body
        return json_text(body, "body")  # a list of requests
    if "query" in request:
        own = {}
    variables = whole_body(request.get("variables"), arguments.fields, json_fields)
    if variables is not None:
        request = {**request, "variables": variables}
    given = {key: json_text(value, "body") for key, value in request.items()}
    return _object({**own, **given})


def _own_members(
    spec: GraphqlBody, arguments: Arguments, lookup: Lookup
) -> Iterator[tuple[str, str]]:
    """The members of the collection's request, as JSON texts."""
    for key, template in (
        ("query", spec.query),
        ("operationName", spec.operation_name),
    ):
        if template is not None:
            text = arguments.needed_text(template, lookup)
            yield key, json_text(text, "body")


def _variables(given: object) -> Mapping[str, str]:
    """The variables where they are all of the body; text stands in it verbatim."""
    if given is OMIT or given is None or given == "":
        return {}
    text = given if isinstance(given, str) else json_text(given, "body")
    return {"variables": text}


def _object(members: Mapping[str, str]) -> str:
    """A JSON object of JSON texts."""
    pairs = (f"{json_text(key, 'body')}:{text}" for key, text in members.items())
    joined = ",".join(pairs)
    return f"{{{joined}}}"
