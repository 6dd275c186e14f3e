"""How a request authenticates: what the collection says (postman-format 4).

Texts are templates; an empty one is not given, and then Postman's default counts.
`auth.py` fills them and signs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Place = Literal["header", "query"]


@dataclass(frozen=True, slots=True)
class Basic:
    """HTTP Basic (RFC 7617)."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Bearer:
    """`Authorization: Bearer <token>` (RFC 6750)."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key in a header or in the query."""

    name: str
    value: str = field(repr=False)
    place: Place = "header"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """How an access token is fetched when none is given (RFC 6749).

    By the refresh token if there is one, else by `kind` ("" cannot do it without).
    `sends_basic`: the client authenticates by HTTP Basic, else in the form.
    """

    kind: Literal["client_credentials", "password", ""] = ""
    token_url: str = ""
    refresh_url: str = ""
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    username: str = ""
    password: str = field(default="", repr=False)
    scope: str = ""
    audience: str = ""
    resource: str = ""
    sends_basic: bool = True


@dataclass(frozen=True, slots=True)
class OAuth2:
    """An access token (RFC 6750), with a prefix in the header, or as `access_token`."""

    token: str = field(repr=False)
    prefix: str = "Bearer"
    place: Place = "header"
    grant: Grant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """HTTP Digest (RFC 7616): answers a challenge; with realm and nonce, signs at once.

    `algorithm`: MD5, SHA-256 or SHA-512-256, each also with `-sess`. `retries`: whether
    a challenge is answered.
    """

    username: str
    password: str = field(repr=False)
    realm: str = ""
    nonce: str = ""
    algorithm: str = ""
    qop: str = ""
    nonce_count: str = ""
    client_nonce: str = ""
    opaque: str = ""
    retries: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth1:
    """OAuth 1.0 (RFC 5849).

    `signature_method`: HMAC-SHA1, -SHA256, -SHA512, RSA-SHA1, -SHA256, -SHA512 or
    PLAINTEXT. Its parameters go to the header (`in_header`), else into a form that is
    POSTed or PUT, else into the query. `signs_empty`: empty parameters are sent, too.
    """

    consumer_key: str
    consumer_secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    token_secret: str = field(default="", repr=False)
    signature_method: str = "HMAC-SHA1"
    private_key: str = field(default="", repr=False)
    callback: str = ""
    verifier: str = ""
    timestamp: str = ""
    nonce: str = ""
    version: str = ""
    realm: str = ""
    in_header: bool = False
    hashes_body: bool = False
    signs_empty: bool = False
    encodes_header: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsV4:
    """AWS Signature Version 4."""

    access_key: str
    secret_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)
    region: str = "us-east-1"
    service: str = "execute-api"
    place: Place = "header"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hawk:
    """Hawk, a MAC of the request. `algorithm`: sha1 or sha256; `timestamp` in seconds."""

    id: str
    key: str = field(repr=False)
    algorithm: str = "sha256"
    user: str = ""
    nonce: str = ""
    ext: str = ""
    app: str = ""
    dlg: str = ""
    timestamp: str = ""
    hashes_payload: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Jwt:
    """A JSON Web Token made for the request (RFC 7515, 7519).

    `algorithm`: HS, RS, PS or ES with 256, 384 or 512. `payload` and `header` are JSON
    texts. HS signs with `secret`, the others with `private_key` (PKCS #8, PEM).
    """

    algorithm: str = "HS256"
    secret: str = field(default="", repr=False)
    private_key: str = field(default="", repr=False)
    payload: str = ""
    header: str = ""
    prefix: str = "Bearer"
    query_key: str = "token"
    place: Place = "header"
    secret_is_base64: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asap:
    """Atlassian's service-to-service token: a JWT of fixed claims.

    `expires` in seconds; `claims` is a JSON text whose members win, and so it may give
    the key's id, the issuer and the audience.
    """

    private_key: str = field(repr=False)
    kid: str = ""
    issuer: str = ""
    audience: str = ""
    subject: str = ""
    algorithm: str = "RS256"
    expires: str = "3600"
    claims: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeGrid:
    """Akamai EdgeGrid. `headers_to_sign` are names with commas, the size in bytes."""

    access_token: str = field(repr=False)
    client_token: str = field(repr=False)
    client_secret: str = field(repr=False)
    nonce: str = ""
    timestamp: str = ""
    base_url: str = ""
    headers_to_sign: str = ""
    max_body_size: str = "131072"


Auth = (
    Basic
    | Bearer
    | ApiKey
    | OAuth2
    | Digest
    | OAuth1
    | AwsV4
    | Hawk
    | Jwt
    | Asap
    | EdgeGrid
)
