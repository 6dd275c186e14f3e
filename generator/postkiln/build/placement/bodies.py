"""The bodies of all requests, each seen beside those of the same method and path."""

from __future__ import annotations

from collections.abc import Sequence

from postkiln.build.placement.body_table import PlacedBody, place_bodies
from postkiln.build.placement.choices import Choices
from postkiln.build.placement.evidence import same_call
from postkiln.build.placement.place import settled_of
from postkiln.build.request.requests import RequestTemplate
from postkiln.model.api import Body


def place_all_bodies(
    requests: Sequence[RequestTemplate],
    bodies: Sequence[Body | None],
    choices: Choices,
) -> Sequence[PlacedBody]:
    """The bodies in the order of the requests.

    UsageError: `choices` ask for what cannot be.
    """
    groups: dict[str, list[int]] = {}
    for at, request in enumerate(requests):
        groups.setdefault(same_call(request), []).append(at)
    made = [PlacedBody(None)] * len(bodies)
    for places in groups.values():
        settled = [settled_of(requests[at], choices) for at in places]
        group = place_bodies([bodies[at] for at in places], settled)
        for at, body in zip(places, group, strict=True):
            made[at] = body
    return made
