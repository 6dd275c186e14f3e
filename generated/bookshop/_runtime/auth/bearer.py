"""A bearer token (RFC 6750)."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..request.request import Request
from .credentials import authorized_by_token
from .flow import Auth


@dataclass(frozen=True, slots=True)
class Bearer(Auth):
    """`Authorization: Bearer <token>` (RFC 6750)."""

    token: str = field(repr=False)

    def sign(self, request: Request) -> Request:
        if not self.token:
            return request  # as Postman: no token, no auth, and no error
        return authorized_by_token(request, "Bearer", self.token)
