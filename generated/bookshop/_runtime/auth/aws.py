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
from urllib.parse import parse_qsl, quote, unquote, unquote_plus

from ..request.address import Address
from ..request.headers import Headers, value_of, without
from ..request.request import Request
from .credentials import Place
from .flow import Auth

_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_UNSIGNED: Final = frozenset(
    (
        *("authorization", "connection", "x-amzn-trace-id", "user-agent", "expect"),
        *("presigned-expires", "range"),
    )
)
_OWN_HEADERS: Final = (
    *("authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"),
)
_OWN_QUERY: Final = frozenset(
    (
        *("X-Amz-Security-Token", "X-Amz-Date", "X-Amz-Algorithm", "X-Amz-Credential"),
        *("X-Amz-SignedHeaders", "X-Amz-Signature"),
    )
)
_SAFE: Final = "-_.~"
_SLASHED: Final = "/" + _SAFE
_RAW: Final = re.compile(
    r"[^0-9A-Za-z;,/?:@&=+$\-_.!~*'()#%]"
)  # what may stand unencoded
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
        address = replace(request.address, query=_without_own(request.address))
        others = without(request.headers, *_OWN_HEADERS)
        bare = replace(request, address=address, headers=others)
        moment = _moment(bare.headers)
        if self.place == "query":
            return _in_query(bare, self, moment)
        return _in_headers(bare, self, moment)


def _without_own(address: Address) -> str | None:
    if address.query is None:
        return None
    items = address.query.split("&")
    return "&".join(
        item for item in items if unquote(item.partition("=")[0]) not in _OWN_QUERY
    )


def _moment(headers: Headers) -> str:
    """The time that is signed: that of a Date header, else now."""
    moment = datetime.fromtimestamp(time.time(), UTC)
    if stated := value_of(headers, "date"):
        with suppress(ValueError):  # an invalid date: the current time is signed
            moment = parsedate_to_datetime(stated).astimezone(UTC)
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _scope(auth: AwsV4, moment: str) -> str:
    region, service = auth.region or "us-east-1", auth.service or "execute-api"
    return f"{moment[:8]}/{region}/{service}/aws4_request"


@dataclass(frozen=True, slots=True)
class _Signed:
    """What a signature is made of besides the address: headers by name, the body's hash."""

    headers: Mapping[str, str]
    body_hash: str


def _in_headers(request: Request, auth: AwsV4, moment: str) -> Request:
    added = dict(_added(request, auth, moment))
    headers = _signed_headers((*request.headers, *added.items()), request.address)
    signed = _Signed(headers, added.get("X-Amz-Content-Sha256", _EMPTY))
    signature = _signature(request, auth, moment, signed)
    credentials = (
        f"{_ALGORITHM} Credential={auth.access_key}/{_scope(auth, moment)}, "
        f"SignedHeaders={';'.join(headers)}, Signature={signature}"
    )
    whole = (*request.headers, *added.items(), ("Authorization", credentials))
    return replace(request, headers=whole)


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
    if not content.segments or (content.media_type or "").startswith("multipart/"):
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
    added = {name: value for name, value in own.items() if value}
    ready = _extended(request, added)
    body_hash = "UNSIGNED-PAYLOAD" if auth.service == "s3" else _EMPTY
    signature = _signature(ready, auth, moment, _Signed(headers, body_hash))
    return _extended(ready, {"X-Amz-Signature": signature})


def _expires(request: Request, auth: AwsV4) -> str:
    """The seconds that a URL of S3 is valid, unless its query says so."""
    has_own = "X-Amz-Expires=" in (request.address.query or "")
    if has_own or auth.service != "s3":
        return ""
    return "86400"


def _extended(request: Request, items: Mapping[str, str]) -> Request:
    more = [f"{name}={quote(value, safe='')}" for name, value in items.items()]
    query = "&".join(filter(None, (request.address.query, *more)))
    return replace(request, address=replace(request.address, query=query))


def _signed_headers(headers: Headers, address: Address) -> Mapping[str, str]:
    """What is signed, by name in lower case, sorted; lines of one name are joined."""
    found: dict[str, list[str]] = {}
    for name, value in headers:
        if name.lower() not in _UNSIGNED:
            found.setdefault(name.lower(), []).append(" ".join(value.split()))
    found.setdefault("host", [address.netloc])
    return {name: ",".join(found[name]) for name in sorted(found)}


def _signature(request: Request, auth: AwsV4, moment: str, signed: _Signed) -> str:
    canonical = _canonical(request, auth, signed).encode()
    scope = _scope(auth, moment)
    key = f"AWS4{auth.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    canonical_hash = hashlib.sha256(canonical).hexdigest()
    text = "\n".join((_ALGORITHM, moment, scope, canonical_hash))
    return hmac.digest(key, text.encode(), "sha256").hex()


def _canonical(request: Request, auth: AwsV4, signed: _Signed) -> str:
    is_s3 = auth.service == "s3"
    lines = [f"{name}:{value}\n" for name, value in signed.headers.items()]
    return "\n".join(
        (
            request.method,
            _path(request.address.path, is_s3=is_s3),
            _query(request.address.query or "", first_only=is_s3),
            "".join(lines),
            ";".join(signed.headers),
            signed.body_hash,
        )
    )


def _path(path: str, *, is_s3: bool) -> str:
    """The path, encoded once more; S3 takes it decoded and keeps its dots and slashes."""
    path = _RAW.sub(lambda match: quote(match[0], safe=""), path)
    if is_s3:
        return quote(unquote_plus(path), safe=_SLASHED)
    segments: list[str] = []
    for segment in re.sub("/{2,}", "/", path).split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(quote(segment, safe=_SAFE))
    joined = "/".join(segments)
    return joined if joined.startswith("/") else f"/{joined}"


def _query(query: str, *, first_only: bool) -> str:
    """The query, sorted and encoded once more; S3 takes the first value of a key alone."""
    values: dict[str, list[str]] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key:
            same_key = values.setdefault(quote(key, safe=_SAFE), [])
            same_key.append(quote(value, safe=_SAFE))
    items: list[str] = []
    for key in sorted(values):
        signed = values[key][:1] if first_only else sorted(values[key])
        items += [f"{key}={value}" for value in signed]
    return "&".join(items)
