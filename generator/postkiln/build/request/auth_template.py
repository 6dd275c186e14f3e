"""How a request authenticates, as templates; and what of the request gives way to that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from postkiln.build.inherit import DeclaredAuth
from postkiln.model.auth import AuthScheme, Parameters, TokenGrant
from postkiln.model.auth_types import KINDS
from postkiln.model.template import Spelling, Template
from postkiln.runtime.request.headers import name_words

Parameter = tuple[str, Template | bool]
"""A name, as the runtime calls it, and what it is set to."""


def _secret_names() -> Iterator[str]:
    yield from ("value", "client_id", "client_secret", "refresh_token")
    for kind in KINDS.values():
        yield from kind.needed
        yield from kind.optional


_SECRET = frozenset(_secret_names())

_ADDRESSES = frozenset(("token_url", "refresh_url"))


@dataclass(frozen=True, slots=True)
class AuthTemplate:
    """An `AuthScheme` in the making: texts are templates. `grant` is empty where there is none."""

    kind: str
    parameters: tuple[Parameter, ...]
    grant: tuple[Parameter, ...] = ()

    def get(self, name: str) -> str:
        """The text of a parameter as the collection has it, empty where there is none."""
        value = dict(self.parameters).get(name, ())
        return Spelling().text(value) if isinstance(value, tuple) else ""

    def templates(self) -> Iterator[tuple[str, Template]]:
        """The parameters that are texts, by name."""
        for name, value in (*self.parameters, *self.grant):
            if isinstance(value, tuple):
                yield name, value

    def credentials(self) -> Iterator[Template]:
        """What holds secrets."""
        return (value for name, value in self.templates() if name in _SECRET)

    def addresses(self) -> Iterator[Template]:
        """What says where tokens are fetched."""
        return (value for name, value in self.templates() if name in _ADDRESSES)

    def others(self) -> Iterator[Template]:
        """What says how a secret is sent: a name, a prefix."""
        known = _SECRET | _ADDRESSES
        return (value for name, value in self.templates() if name not in known)

    def spelled(self, spelling: Spelling) -> AuthScheme:
        """The auth of the model: its templates as text."""
        grant = _spelled(self.grant, spelling)
        return AuthScheme(
            self.kind,
            _spelled(self.parameters, spelling),
            TokenGrant(grant) if grant else None,
        )


def _spelled(parameters: Sequence[Parameter], spelling: Spelling) -> Parameters:
    return tuple(
        (name, value if isinstance(value, bool) else spelling.text(value))
        for name, value in parameters
    )


@dataclass(frozen=True, slots=True)
class Overridden:
    """The header (by its words) and the query key that an auth writes itself; "" for none."""

    header: str = ""
    query_key: str = ""


def overridden_by(
    auth: AuthTemplate | None, declared: DeclaredAuth | None
) -> Overridden:
    """What of a request the auth in force takes the place of."""
    if auth is None:  # ntlm takes a header away before it waits for a challenge
        is_ntlm = declared is not None and declared.auth.type == "ntlm"
        return Overridden("authorization") if is_ntlm else Overridden()
    in_query = auth.get("place") == "query"
    match auth.kind:
        case "apikey" if in_query:
            return Overridden(query_key=auth.get("name"))
        case "apikey":
            return Overridden(name_words(auth.get("name")))
        case "oauth2" if in_query:
            return Overridden("authorization", "access_token")
        case "jwt" if in_query:
            return Overridden(query_key=auth.get("query_key") or "token")
        case "digest" if not (auth.get("realm") and auth.get("nonce")):
            return Overridden()  # a header may be sent until the server asks for digest
        case "oauth2":
            return Overridden("authorization")
        case kind:
            return Overridden(name_words(KINDS[kind].replaces))
