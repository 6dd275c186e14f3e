"""Which answers may be sent back: those of the resource that a body is sent to.

In: endpoints whose shapes have their classes. Out: the classes of 2xx answers by resource,
which is an address without the variable at its end: `/orders` and `/orders/{id}` are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postkiln.model.api import Endpoint
from postkiln.model.template import parse
from postkiln.python.naming.statuses import succeeded
from postkiln.python.types.classes import Classes, ClassPlan
from postkiln.shapes.lattice import Shape

AnswerClasses = Mapping[str, tuple[ClassPlan, ...]]
"""The classes that answers have, by the resource of their endpoint."""


def answer_classes(endpoints: Iterable[Endpoint], classes: Classes) -> AnswerClasses:
    """The classes of all answers by resource, by name: the order of requests is no matter."""
    found: dict[str, dict[str, ClassPlan]] = {}
    for endpoint in endpoints:
        known = found.setdefault(resource_of(endpoint), {})
        for outcome in endpoint.outcomes:
            if succeeded(outcome.status) and outcome.shape is not None:
                for plan in _plans(outcome.shape, classes):
                    known[plan.name] = plan
    return {resource: _by_name(plans) for resource, plans in found.items()}


def _by_name(plans: Mapping[str, ClassPlan]) -> tuple[ClassPlan, ...]:
    return tuple(plans[name] for name in sorted(plans))


def resource_of(endpoint: Endpoint) -> str:
    """The address without the variable at its end; what a variable is called is no matter."""
    origin, *parts = parse(endpoint.url) or ("",)
    texts = [origin if isinstance(origin, str) else origin.name]
    for part in parts:
        texts.append(part if isinstance(part, str) else "{}")
    path, _, _ = "".join(texts).partition("#")
    return path.rstrip("/").removesuffix("/{}")


def _plans(shape: Shape, classes: Classes) -> Iterable[ClassPlan]:
    """The class of an answer, or of the elements of its list."""
    for each in (shape, shape.items):
        plan = None if each is None else classes.plan(each)
        if plan is not None:
            yield plan
