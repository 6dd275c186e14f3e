"""AWS Signature Version 4, in the headers or in the query, as Postman makes it.

Made with HMAC alone, so that a client needs no SDK; botocore referees it in the tests.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import parse_qsl, quote, unquote_plus

from ..request.address import Address
from ..request.headers import Headers, value_of, without
from ..request.query import other_items
from ..request.request import Request
from .credentials import Place
from .flow import Auth

_ALGORITHM: Final = "AWS4-HMAC-SHA256"
# Proxies change these, or add them (the list is that of aws4, which Postman signs with).
_UNSIGNED: Final = (
    "authorization",
    "connection",
    "expect",
    "presigned-expires",
    "range",
    "user-agent",
    "x-amzn-trace-id",
)
_OWN_HEADERS: Final = (
    "authorization",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-security-token",
)
_OWN_QUERY: Final = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
)
# What JavaScript's `encodeURI` encodes, less `%`: the path may be encoded already.
_RAW: Final = re.compile(r"[^0-9A-Za-z;,/?:@&=+$\-_.!~*'()#%]")
_EMPTY: Final = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class AwsV4(Auth):
    """AWS Signature Version 4."""

    access_key: str
    secret_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)
    region: str = "us-east-1"
    service: str = "execute-api"
    place: Place = "header"

    def sign(self, request: Request) -> Request:
        """The request with its signature, in place of any other."""
        bare = _without_own(request)
        moment = _moment(bare.headers)
        if self.place == "query":
            return _in_query(bare, self, moment)
        return _in_headers(bare, self, moment)


def _without_own(request: Request) -> Request:
    """The request less what an earlier signature left in it."""
    bare = replace(request, headers=without(request.headers, *_OWN_HEADERS))
    query = request.address.query
    if query is None:
        return bare
    return bare.with_query("&".join(other_items(query, _OWN_QUERY)))


def _moment(headers: Headers) -> str:
    """The time that is signed: that of a Date header, else now."""
    moment = datetime.fromtimestamp(time.time(), UTC)
    if stated := value_of(headers, "date"):
        with suppress(ValueError):  # an invalid date: the current time is signed
            moment = parsedate_to_datetime(stated).astimezone(UTC)
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _scope(auth: AwsV4, moment: str) -> str:
    day = moment[:8]
    region = auth.region or "us-east-1"
    service = auth.service or "execute-api"
    return f"{day}/{region}/{service}/aws4_request"


@dataclass(frozen=True, slots=True)
class _Signed:
    """What a signature is made of besides the address: headers by name, the body's hash."""

    headers: Mapping[str, str]
    body_hash: str


def _in_headers(request: Request, auth: AwsV4, moment: str) -> Request:
    added = dict(_added(request, auth, moment))
    sent = (*request.headers, *added.items())
    headers = _signed_headers(sent, request.address)
    body_hash = added.get("X-Amz-Content-Sha256", _EMPTY)
    signature = _signature(request, auth, moment, _Signed(headers, body_hash))
    credentials = (
        f"{_ALGORITHM} Credential={auth.access_key}/{_scope(auth, moment)}, "
        f"SignedHeaders={';'.join(headers)}, Signature={signature}"
    )
    return replace(request, headers=(*sent, ("Authorization", credentials)))


def _added(request: Request, auth: AwsV4, moment: str) -> Iterator[tuple[str, str]]:
    """In Postman's order: a hash comes before the token, S3's hash of no body after it."""
    body_hash = _body_hash(request)
    if body_hash:
        yield "X-Amz-Content-Sha256", body_hash
    if auth.session_token:
        yield "X-Amz-Security-Token", auth.session_token
    if auth.service == "s3" and not body_hash:
        yield "X-Amz-Content-Sha256", _EMPTY
    yield "X-Amz-Date", moment


def _body_hash(request: Request) -> str:
    """The hash of the body; as in Postman, a multipart form has none."""
    content = request.content
    media_type = content.media_type or ""
    if not content.segments or media_type.startswith("multipart/"):
        return ""
    digest = hashlib.sha256()
    for chunk in content.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _in_query(request: Request, auth: AwsV4, moment: str) -> Request:
    headers = _signed_headers(request.headers, request.address)
    own = {
        "X-Amz-Security-Token": auth.session_token,
        "X-Amz-Expires": _expires(request, auth),
        "X-Amz-Date": moment,
        "X-Amz-Algorithm": _ALGORITHM,
        "X-Amz-Credential": f"{auth.access_key}/{_scope(auth, moment)}",
        "X-Amz-SignedHeaders": ";".join(headers),
    }
    unsigned = _extended(request, own)
    body_hash = "UNSIGNED-PAYLOAD" if auth.service == "s3" else _EMPTY
    signature = _signature(unsigned, auth, moment, _Signed(headers, body_hash))
    return _extended(unsigned, {"X-Amz-Signature": signature})


def _expires(request: Request, auth: AwsV4) -> str:
    """The seconds that a URL of S3 is valid, unless its query says so."""
    has_own = "X-Amz-Expires=" in (request.address.query or "")
    if has_own or auth.service != "s3":
        return ""
    return "86400"


def _extended(request: Request, more: Mapping[str, str]) -> Request:
    """The request with more items at the end of its query; empty ones are left out."""
    items = [request.address.query or ""]
    for name, value in more.items():
        if value:
            items.append(f"{name}={quote(value, safe='')}")
    return request.with_query("&".join(filter(None, items)))


def _signed_headers(headers: Headers, address: Address) -> Mapping[str, str]:
    """What is signed, by name in lower case, sorted; lines of one name are joined."""
    lines: dict[str, list[str]] = {}
    for name, value in headers:
        folded = name.lower()
        if folded not in _UNSIGNED:
            trimmed = " ".join(value.split())
            lines.setdefault(folded, []).append(trimmed)
    lines.setdefault("host", [address.netloc])
    return {name: ",".join(lines[name]) for name in sorted(lines)}


def _signature(request: Request, auth: AwsV4, moment: str, signed: _Signed) -> str:
    canonical = _canonical(request, auth, signed).encode()
    canonical_hash = hashlib.sha256(canonical).hexdigest()
    scope = _scope(auth, moment)
    text = "\n".join((_ALGORITHM, moment, scope, canonical_hash))
    key = f"AWS4{auth.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def _canonical(request: Request, auth: AwsV4, signed: _Signed) -> str:
    """The text that is hashed: a line for each part of the request."""
    is_s3 = auth.service == "s3"
    lines = [
        request.method,
        _path(request.address.path, is_s3=is_s3),
        _query(request.address.query or "", first_only=is_s3),
        *(f"{name}:{value}" for name, value in signed.headers.items()),
        "",
        ";".join(signed.headers),
        signed.body_hash,
    ]
    return "\n".join(lines)


def _path(path: str, *, is_s3: bool) -> str:
    """The path, encoded once more; S3 takes it decoded and keeps its dots and slashes."""
    path = _RAW.sub(lambda match: quote(match[0], safe=""), path)
    if is_s3:
        return quote(unquote_plus(path), safe="/")
    segments: list[str] = []
    for segment in re.sub("/{2,}", "/", path).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(quote(segment, safe=""))
    joined = "/".join(segments)
    if joined.startswith("/"):
        return joined
    return f"/{joined}"


def _query(query: str, *, first_only: bool) -> str:
    """The query, sorted and encoded once more; S3 takes the first value of a key alone."""
    values: dict[str, list[str]] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key:
            encoded = quote(key, safe="")
            values.setdefault(encoded, []).append(quote(value, safe=""))
    items: list[str] = []
    for key in sorted(values):
        signed = values[key][:1] if first_only else sorted(values[key])
        items.extend(f"{key}={value}" for value in signed)
    return "&".join(items)
