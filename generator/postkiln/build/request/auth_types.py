"""What each of Postman's auth types is made of (postman-format 4): a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """Parameters by our name, with Postman's key for each.

    `needed` and `optional` are secret: an optional one that is empty is left out.
    `plain` says how it is done. `flags` are false when left out, but for those in `on`.
    """

    needed: Mapping[str, str] = field(default_factory=dict[str, str])
    optional: Mapping[str, str] = field(default_factory=dict[str, str])
    plain: Mapping[str, str] = field(default_factory=dict[str, str])
    flags: Mapping[str, str] = field(default_factory=dict[str, str])


KINDS: Final[Mapping[str, Kind]] = {
    "basic": Kind({"username": "username", "password": "password"}),
    "bearer": Kind({"token": "token"}),
    "digest": Kind(
        {"username": "username", "password": "password"},
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
    "oauth1": Kind(
        {"consumer_key": "consumerKey"},
        {
            "consumer_secret": "consumerSecret",
            "token": "token",
            "token_secret": "tokenSecret",
            "private_key": "privateKey",
        },
        {
            "signature_method": "signatureMethod",
            "callback": "callback",
            "verifier": "verifier",
            "timestamp": "timestamp",
            "nonce": "nonce",
            "version": "version",
            "realm": "realm",
        },
        {
            "in_header": "addParamsToHeader",
            "hashes_body": "includeBodyHash",
            "signs_empty": "addEmptyParamsToSign",
        },
    ),
    "awsv4": Kind(
        {"access_key": "accessKey", "secret_key": "secretKey"},
        {"session_token": "sessionToken"},
        {"region": "region", "service": "service"},
    ),
    "hawk": Kind(
        {"id": "authId", "key": "authKey"},
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
    "jwt": Kind(
        optional={"secret": "secret", "private_key": "privateKey"},
        plain={
            "algorithm": "algorithm",
            "payload": "payload",
            "header": "header",
            "query_key": "queryParamKey",
        },
        flags={"secret_is_base64": "isSecretBase64Encoded"},
    ),
    "asap": Kind(
        {"private_key": "privateKey"},
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
    "edgegrid": Kind(
        {
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
"""The types with a table; `apikey` and `oauth2` are read by hand."""
