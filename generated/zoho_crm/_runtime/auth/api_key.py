"""An API key in a header or in the query."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from ..request.request import Request
from .credentials import Place, queried
from .flow import Auth

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class ApiKey(Auth):
    """A key in a header or in the query."""

    name: str
    value: str = field(repr=False)
    place: Place = "header"

    def sign(self, request: Request) -> Request:
        if not self.name:
            return request
        if self.place == "query":
            return queried(request, self.name, self.value)
        same = _words(self.name)
        others = (header for header in request.headers if _words(header[0]) != same)
        return replace(request, headers=(*others, (self.name, self.value)))


def _words(name: str) -> str:
    """Postman takes `x_api_key` and `X-Api-Key` for the same header (lodash lowerCase)."""
    return " ".join(_WORD.findall(name)).lower()
