"""Methods of hand-made models: what a generated client has for an endpoint."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

from postkiln.model.api import (
    Api,
    Body,
    BodyKind,
    ClientOption,
    Endpoint,
    Parameter,
    Place,
    Resource,
    Role,
)
from postkiln.python.plan import package_view
from postkiln.python.view import Function, PackageView
from postkiln.shapes.lattice import PLAIN, of, of_text


def parameter(place: Place, key: str, *samples: str, **more: Any) -> Parameter:
    """A parameter that is optional but in a path; its shape is that of its samples."""
    given: dict[str, Any] = {
        "label": key.removeprefix(":"),
        "required": place is Place.PATH,
        "shape": of_text(samples[0]) if samples else PLAIN,
        **more,
    }
    return Parameter(place, key, samples=samples, **given)


def json_body(document: Any, **more: Any) -> Body:
    return Body(BodyKind.JSON, shape=of(document), document=document, **more)


def endpoint(
    name: str = "Place",
    *parameters: Parameter,
    url: str = "{{host}}/x",
    method: str = "POST",
    index: int = 0,
    **more: Any,
) -> Endpoint:
    return Endpoint((name,), name, index, method, url, parameters=parameters, **more)


def planned(
    *calls: Endpoint, options: Iterable[ClientOption] = (), **how: Any
) -> PackageView:
    api = Api("Shop", Resource((), endpoints=calls), options=tuple(options))
    return package_view(api, **how)


def method(view: PackageView, at: int = 0) -> Function:
    """The method of the endpoint of this index, in its sync form."""
    functions = view.root.classes[0].functions
    (found,) = (each for each in functions if each.index == at)
    return found


def signature(view: PackageView, at: int = 0) -> list[str]:
    """The parameters of a method without `self`, one a line, `*` among them."""
    head = method(view, at).head.strip()
    inside = head[head.index("(") + 1 : head.rindex(") ->")]
    lines = " ".join(inside.split()).removeprefix("self").strip(", ")
    return _split(lines)


def _split(text: str) -> list[str]:
    """`text` at the commas that stand in no bracket and no literal."""
    parts, depth, quoted = [""], 0, False
    for char in text:
        quoted ^= char == '"'
        depth += (char in "[(") - (char in "])")
        if char == "," and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts if part.strip()]


def call_of(view: PackageView, at: int = 0) -> str:
    """The statement of a method, on one line."""
    return " ".join(method(view, at).body.split())


def documented(view: PackageView, at: int = 0) -> dict[str, str]:
    """The lines of `Args` in the docstring of a method, by argument."""
    (text,) = method(view, at).docstring
    section = inspect.cleandoc(text).partition("\nArgs:\n")[2].partition("\n\n")[0]
    unwrapped = section.replace("\n        ", " ")
    lines = (line.strip() for line in unwrapped.strip('"').strip().splitlines())
    return dict(line.split(": ", 1) for line in lines if ": " in line)


def option(hole: str, **more: Any) -> ClientOption:
    return ClientOption(hole, hole, more.pop("role", Role.SHARED), **more)
