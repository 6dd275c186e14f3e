"""OAuth 1.0 (RFC 5849): signs a request in its header, its form or its query.

HMAC is the standard library's; only RSA needs `cryptography`. oauthlib, which does not let
its caller choose what Postman lets people choose, referees it in the tests.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from base64 import b64encode
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote, unquote_plus

from ..errors import ConfigurationError
from ..optional import load
from ..request.address import DEFAULT_PORTS
from ..request.content import FORM, Content
from ..request.headers import without
from ..request.query import other_items
from ..request.request import Request
from .credentials import authorized
from .flow import Auth

_HASHES: Final = {"SHA1": "sha1", "SHA256": "sha256", "SHA512": "sha512"}
_OWN: Final = (
    "oauth_body_hash",
    "oauth_callback",
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_token",
    "oauth_verifier",
    "oauth_version",
)

Parameters = tuple[tuple[str, str], ...]
"""Names and values, not encoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth1(Auth):
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

    def sign(self, request: Request) -> Request:
        """The request with its signature; without the keys for one it goes as it is."""
        is_rsa = self.signature_method.upper().startswith("RSA")
        secret = self.private_key if is_rsa else self.consumer_secret
        if not (self.consumer_key and secret):
            return request
        bare = _without_own(request)
        own = _parameters(bare, self)
        query = _decoded(bare.address.query or "")
        base = _base_string(bare, (*query, *own, *_form_items(bare)))
        signature = _signature(base, self)
        signed = (*own, ("oauth_signature", signature))
        return _placed(_reencoded(bare, query), signed, self)


def _without_own(request: Request) -> Request:
    """The request less what an earlier signature left in it."""
    bare = replace(request, headers=without(request.headers, "authorization"))
    if bare.address.query is not None:
        query = "&".join(other_items(bare.address.query, _OWN))
        bare = bare.with_query(query)
    if _is_form(bare):
        form = "&".join(other_items(_text(bare.content), _OWN))
        bare = replace(bare, content=_with_text(bare.content, form))
    return bare


def _parameters(request: Request, auth: OAuth1) -> Parameters:
    """In Postman's order; empty ones are signed only with `signs_empty`."""
    usual = {
        "oauth_consumer_key": auth.consumer_key,
        "oauth_token": auth.token,
        "oauth_signature_method": auth.signature_method or "HMAC-SHA1",
        "oauth_timestamp": auth.timestamp or str(int(time.time())),
        "oauth_nonce": auth.nonce or secrets.token_hex(8),
        "oauth_version": auth.version,
    }
    more = {
        "oauth_body_hash": _body_hash(request, auth),
        "oauth_callback": auth.callback,
        "oauth_verifier": auth.verifier,
    }
    own: list[tuple[str, str]] = []
    for name, value in usual.items():
        if auth.signs_empty or value.strip():
            own.append((name, value))
    own.extend((name, value) for name, value in more.items() if value)
    return tuple(own)


def _body_hash(request: Request, auth: OAuth1) -> str:
    """The hash of a body that is not a form, if the collection asks for it."""
    _, _, size = auth.signature_method.upper().partition("-")
    media_type = request.content.media_type or ""
    if not auth.hashes_body or size not in _HASHES:
        return ""
    if media_type.startswith("multipart/") or _is_form(request):
        return ""
    digest = hashlib.new(_HASHES[size], usedforsecurity=False)
    for chunk in request.content.chunks():
        digest.update(chunk)
    return b64encode(digest.digest()).decode("ascii")


def _is_form(request: Request) -> bool:
    media_type = request.content.media_type or ""
    return media_type.lower().startswith(FORM)


def _text(content: Content) -> str:
    # Latin-1 has a character for every byte: what is sent again is what was there.
    return b"".join(content.chunks()).decode("latin-1")


def _with_text(content: Content, text: str) -> Content:
    segments = (text.encode("latin-1"),) if text else ()
    return replace(content, segments=segments)


def _form_items(request: Request) -> Parameters:
    if not _is_form(request):
        return ()
    return _decoded(_text(request.content))


def _decoded(items: str) -> Parameters:
    """RFC 5849, 3.4.1.3.1. A name without a value has an empty one there."""
    found: list[tuple[str, str]] = []
    for item in filter(None, items.split("&")):
        name, _, value = item.partition("=")
        found.append((unquote_plus(name), unquote_plus(value)))
    return tuple(found)


def _base_string(request: Request, parameters: Parameters) -> str:
    """RFC 5849, 3.4.1.1; a default port is left out of the address."""
    address = request.address
    host = address.netloc
    if address.port in (None, "", DEFAULT_PORTS[address.scheme]):
        host = address.host
    where = f"{address.scheme}://{host}{address.path}"
    # By name, then by value: `a=b` would come behind `a-b=c` if the items were sorted.
    encoded = sorted((_encoded(name), _encoded(value)) for name, value in parameters)
    joined = "&".join(f"{name}={value}" for name, value in encoded)
    parts = (request.method.upper(), where, joined)
    return "&".join(map(_encoded, parts))


def _item(name: str, value: str) -> str:
    return f"{_encoded(name)}={_encoded(value)}"


def _encoded(text: str) -> str:
    """RFC 5849, 3.6."""
    return quote(text, safe="")


def _signature(base: str, auth: OAuth1) -> str:
    key = f"{_encoded(auth.consumer_secret)}&{_encoded(auth.token_secret)}"
    family, _, size = (auth.signature_method or "HMAC-SHA1").upper().partition("-")
    if family == "PLAINTEXT":
        return key
    if size not in _HASHES or family not in ("HMAC", "RSA"):
        problem = f"the signature method {auth.signature_method!r} is not one of"
        known = "HMAC- or RSA- with SHA1, SHA256 or SHA512, or PLAINTEXT"
        raise ConfigurationError(f"oauth1: {problem} {known}")
    if family == "RSA":
        return _rsa(base, auth.private_key, size)
    digest = hmac.digest(key.encode(), base.encode(), _HASHES[size])
    return b64encode(digest).decode("ascii")


def _rsa(base: str, key: str, size: str) -> str:
    keys = _primitives("serialization")
    hashes = _primitives("hashes")
    padding = _primitives("asymmetric.padding").PKCS1v15()
    pem = key.replace("\\n", "\n")  # where line ends are escaped
    try:
        private: Any = keys.load_pem_private_key(pem.encode(), password=None)
        algorithm = getattr(hashes, size)()
        octets: bytes = private.sign(base.encode(), padding, algorithm)
    except (ValueError, TypeError, AttributeError):
        problem = "oauth1: the private key is not an RSA key in PEM"
        raise ConfigurationError(problem) from None
    return b64encode(octets).decode("ascii")


def _primitives(module: str) -> Any:
    name = f"cryptography.hazmat.primitives.{module}"
    return load(name, "cryptography", "an OAuth 1.0 signature with RSA")


def _reencoded(request: Request, query: Parameters) -> Request:
    """The query in the encoding of OAuth, which is stricter than that of URLs."""
    text = request.address.query
    if not text or not request.behavior.encodes_url:
        return request
    written: list[str] = []
    items = filter(None, text.split("&"))
    for item, (name, value) in zip(items, query, strict=True):
        if "=" in item:
            written.append(_item(name, value))
        else:
            written.append(_encoded(name))
    return request.with_query("&".join(written) or None)


def _placed(request: Request, signed: Parameters, auth: OAuth1) -> Request:
    if auth.in_header:
        return authorized(request, _header(signed, auth))
    items = [_item(name, value) for name, value in signed]
    if request.method in ("PUT", "POST") and _is_form(request):
        form = _text(request.content)
        content = _with_text(request.content, _joined(form, items))
        return replace(request, content=content)
    query = request.address.query or ""
    return request.with_query(_joined(query, items))


def _joined(first: str, more: list[str]) -> str:
    return "&".join(filter(None, (first, *more)))


def _header(signed: Parameters, auth: OAuth1) -> str:
    """RFC 5849, 3.5.1; without blanks after the commas, as Postman writes it."""
    encode = _encoded if auth.encodes_header else str
    written: list[str] = []
    for name, value in (("realm", auth.realm), *signed):
        if value.strip():
            written.append(f'{name}="{encode(value)}"')
    return "OAuth " + ",".join(written)
