"""An API key in a header or in the query."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..request.headers import name_words
from ..request.request import Request
from .credentials import Place, queried
from .flow import Auth


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
        same = name_words(self.name)
        others = [each for each in request.headers if name_words(each[0]) != same]
        return replace(request, headers=(*others, (self.name, self.value)))
