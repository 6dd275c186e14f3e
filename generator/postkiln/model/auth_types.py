"""What each of Postman's auth types is made of (postman-format 4): the one table of them.

A new type is a module in `runtime/auth/` and a row here: `build/` reads the parameters of an
auth by its row, and `python/` writes the call of its class by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, LiteralString


@dataclass(frozen=True, slots=True)
class AuthType:
    """A class of the runtime, and its parameters with Postman's key for each.

    `module` is one of `runtime/auth/`; `positional` are the parameters that are given
    without a name. `needed` and `optional` are secret: an optional one that is empty is
    left out. `plain` are no secrets: they say how to sign. `flags` are false when left out.
    """

    module: LiteralString
    constructor: LiteralString
    positional: tuple[str, ...] = ()
    needed: Mapping[str, str] = field(default_factory=dict[str, str])
    optional: Mapping[str, str] = field(default_factory=dict[str, str])
    plain: Mapping[str, str] = field(default_factory=dict[str, str])
    flags: Mapping[str, str] = field(default_factory=dict[str, str])
    replaces: str = "authorization"
    """The header of a request that gives way to the auth; empty: none does."""


AUTH_TYPES: Final[Mapping[str, AuthType]] = {
    "basic": AuthType(
        "basic",
        "Basic",
        ("username", "password"),
        needed={"username": "username", "password": "password"},
    ),
    "bearer": AuthType("bearer", "Bearer", ("token",), needed={"token": "token"}),
    "apikey": AuthType("api_key", "ApiKey", ("name", "value")),
    "oauth2": AuthType("oauth2", "OAuth2", ("token",)),
    "digest": AuthType(
        "digest",
        "Digest",
        needed={"username": "username", "password": "password"},
        plain={
            "realm": "realm",
            "nonce": "nonce",
            "algorithm": "algorithm",
            "qop": "qop",
            "nonce_count": "nonceCount",
            "client_nonce": "clientNonce",
            "opaque": "opaque",
        },
    ),
    "oauth1": AuthType(
        "oauth1",
        "OAuth1",
        needed={"consumer_key": "consumerKey"},
        optional={
            "consumer_secret": "consumerSecret",
            "token": "token",
            "token_secret": "tokenSecret",
            "private_key": "privateKey",
        },
        plain={
            "signature_method": "signatureMethod",
            "callback": "callback",
            "verifier": "verifier",
            "timestamp": "timestamp",
            "nonce": "nonce",
            "version": "version",
            "realm": "realm",
        },
        flags={
            "in_header": "addParamsToHeader",
            "hashes_body": "includeBodyHash",
            "signs_empty": "addEmptyParamsToSign",
        },
    ),
    "awsv4": AuthType(
        "aws",
        "AwsV4",
        needed={"access_key": "accessKey", "secret_key": "secretKey"},
        optional={"session_token": "sessionToken"},
        plain={"region": "region", "service": "service"},
    ),
    "hawk": AuthType(
        "hawk",
        "Hawk",
        needed={"id": "authId", "key": "authKey"},
        plain={
            "algorithm": "algorithm",
            "user": "user",
            "nonce": "nonce",
            "ext": "extraData",
            "app": "app",
            "dlg": "delegation",
            "timestamp": "timestamp",
        },
        flags={"hashes_payload": "includePayloadHash"},
    ),
    "jwt": AuthType(
        "jwt",
        "Jwt",
        optional={"secret": "secret", "private_key": "privateKey"},
        plain={
            "algorithm": "algorithm",
            "payload": "payload",
            "header": "header",
            "query_key": "queryParamKey",
        },
        flags={"secret_is_base64": "isSecretBase64Encoded"},
    ),
    "asap": AuthType(
        "asap",
        "Asap",
        needed={"private_key": "privateKey"},
        plain={
            "kid": "kid",
            "issuer": "iss",
            "audience": "aud",
            "subject": "sub",
            "algorithm": "alg",
            "expires": "exp",
            "claims": "claims",
        },
    ),
    "edgegrid": AuthType(
        "edgegrid",
        "EdgeGrid",
        needed={
            "access_token": "accessToken",
            "client_token": "clientToken",
            "client_secret": "clientSecret",
        },
        plain={
            "nonce": "nonce",
            "timestamp": "timestamp",
            "base_url": "baseURL",
            "headers_to_sign": "headersToSign",
            "max_body_size": "maxBodySize",
        },
    ),
}
"""By Postman's name."""

_OWN_CODE = ("apikey", "oauth2")  # in `auths`

KINDS: Final = {
    name: each for name, each in AUTH_TYPES.items() if name not in _OWN_CODE
}
"""The types whose parameters are read by the table."""
