"""Keywords and a whole body -> the body that is sent.

In: what a call gives as `body=`, and its keywords by the names of the fields. Out: one
body, in which keywords win over the top level of a mapping or of a model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from ..codec.convert import encode
from ..codec.model import Model
from ..errors import RequestError
from ..omit import OMIT
from .arguments import Values
from .spec import Selectors

Reader = Callable[[object], Mapping[str, Any] | None]
"""The fields of a body by name; None for a body that is not made of fields."""


def whole_body(
    body: object, fields: Values | None, read: Reader, selectors: Selectors = ()
) -> object:
    """The body with the keywords in it. None: neither is given, OMIT: none is to be sent.

    Raises RequestError for keywords beside a body that has no fields.
    """
    keywords = _given(fields or {})
    if body is None:
        return keywords or None
    chosen = [key for key, each in keywords.items() if (key, each) not in selectors]
    if body is OMIT:
        _refuse(chosen, "OMIT sends none")
        return OMIT
    whole = read(body) if keywords else None
    if whole is None:
        _refuse(chosen, f"{type(body).__name__} has no fields")
        return body
    changed = dict(whole)
    for key, value in keywords.items():
        if key in chosen or key not in whole:
            changed[key] = value
    return changed


def _given(fields: Values) -> Mapping[str, Any]:
    return {key: each for key, each in fields.items() if each is not OMIT}


def json_fields(body: object) -> Mapping[str, Any] | None:
    """The members of a JSON object: an answer of the API is what was received."""
    if isinstance(body, Model):
        return cast("Mapping[str, Any]", encode(body))
    if isinstance(body, Mapping):
        return cast("Mapping[str, Any]", body)
    return None


def _refuse(keywords: list[str], problem: str) -> None:
    if keywords:
        names = ", ".join(keywords)
        raise RequestError(f"body: {problem}, so no keyword can be given: {names}")
