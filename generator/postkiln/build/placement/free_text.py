"""Bodies of free text: XML, query languages, and JSON that no reader can fill.

In: a body and the texts of the items of its method and path. Out: whether its own text is
sent when a call gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from postkiln.build.placement.placed_body import BODY, PlacedBody
from postkiln.build.placement.possible import WRITTEN_OUT
from postkiln.build.placement.settled import Settled, value_of
from postkiln.build.placement.tables.texts import is_sample
from postkiln.build.request.decision import Becomes, Decision
from postkiln.model import template as templates
from postkiln.model.api import Body, BodyKind, Secret
from postkiln.model.template import parse
from postkiln.secrets import detect as secrets

_SENT = Decision(
    Becomes.DEFAULT, "body: a text by which items of this method and path differ"
)
_REQUIRED = Decision(Becomes.REQUIRED, "body: any other text")


def place_text(body: Body, texts: Sequence[str | None], settled: Settled) -> PlacedBody:
    """A text: required, or sent as it is unless the call gives another."""
    is_secret = _may_be_sent(body) is None

    def why_not(becomes: Becomes) -> str:
        if becomes is Becomes.REQUIRED:
            return ""
        if becomes is not Becomes.DEFAULT:
            return "a body of text is given whole. Use 'required' or 'default'"
        return WRITTEN_OUT if is_secret else ""

    def stays(becomes: Becomes) -> str:
        return why_not(becomes) or ("" if _default(body) else "it has a sample")

    default = _default(body)
    tells_apart = default is not None and _differ(texts)
    table = _SENT if tells_apart else _REQUIRED
    decision = settled.decision(BODY, table, why_not, stays)
    sent = default
    if decision.unchosen is not None:
        sent = _may_be_sent(body)
    is_sent = decision.becomes is Becomes.DEFAULT
    placed = replace(body, default=sent if is_sent else None)
    return PlacedBody(placed, (value_of(BODY, decision),))


_PROLOG = re.compile(
    r"<\?.*?\?>|xmlns(:\w+)?=(\"[^\"]*\"|'[^']*')|\w+://[^\s<>\"']*", re.S
)
_TOKEN = re.compile(r"[^\s<>\"'=,;:{}()\[\]/]+")
_BEGINS_LIKE_JSON = re.compile(r"\s*(\{\s*\"|\[|//|/\*)")


def _default(body: Body) -> str | None:
    """The text of a body in which nothing is a sample or a secret.

    JSON with holes that no reader fills (`"id": <id>`) is no text of its own.
    """
    own = _may_be_sent(body)
    if own is None or _BEGINS_LIKE_JSON.match(own):
        return None
    tokens = _TOKEN.findall(_PROLOG.sub(" ", templates.literal(parse(own))))
    return None if any(map(is_sample, tokens)) else own


def _may_be_sent(body: Body) -> str | None:
    """The text of a body without a secret in it."""
    own = text_of_body(body)
    if own is None:
        return None
    literal = templates.literal(parse(own))
    is_safe = secrets.masked(literal) == literal and not secrets.looks_secret(literal)
    return own if is_safe else None


def _differ(texts: Iterable[str | None]) -> bool:
    return len({text for text in texts if text is not None}) > 1


def text_of_body(body: Body | None) -> str | None:
    """The item's own text, of a body that is free text."""
    if body is None or body.kind is not BodyKind.TEXT or body.sample is None:
        return None
    sample = body.sample
    return sample.reveal() if isinstance(sample, Secret) else sample
