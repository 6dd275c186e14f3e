"""Templates as readers of API documentation know them: `GET /orders/{order_id}`."""

from __future__ import annotations

from postkiln.model.api import Endpoint
from postkiln.model.template import Template, Variable, parse
from postkiln.python.syntax.source import one_line


def request_line(endpoint: Endpoint) -> str:
    """`GET /orders/{order_id}`: the method and the path, without the host."""
    address = parse(endpoint.url)
    match address:
        case (Variable(), str(path), *_) if path.startswith("/"):
            address = address[1:]  # a variable in front of the path is the host
        case _:
            pass
    return f"{endpoint.method} {one_line(_named(address))}"


def named_template(text: str) -> str:
    """The text with its variables as OpenAPI writes them: `{id}`."""
    return _named(parse(text))


def _named(template: Template) -> str:
    return "".join(map(_part, template))


def _part(part: str | Variable) -> str:
    if isinstance(part, str):
        return part
    # A path variable is spelled `:id`, and `:id/` where a variable is called `:id`.
    return "{" + part.name.removeprefix(":").rstrip("/") + "}"
