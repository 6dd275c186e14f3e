"""Stand-ins for variables without a value: what fits the place, so that a call is sent.

In: an API, and the values that are known. Out: a text by variable, for those that stand
where not every word will do: in a scheme, a port, a number, or what an auth signs with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec

from postkiln.model.api import Api, BodyKind, Endpoint, Sample, endpoints
from postkiln.model.auth import AuthScheme
from postkiln.model.secret import Secret
from postkiln.runtime.template.fill import VARIABLE

WORD = "word"
"""What stands for a variable anywhere else: in a host, a segment, a query, a header."""

Fill = Callable[[str], str]
"""Fills the variables of a template that have a value."""

# The scheme of an address, and what follows it up to the path; variables are marks.
_SCHEME = re.compile(r"\s*([^/\\?#:]*):[/\\]{2}")
_FIRST = re.compile(r"\s*(?:https?://)?" + VARIABLE.pattern)
_WITHOUT_HOST = re.compile(r"\s*(?:https?://)?[/\\]")
_AUTHORITY = re.compile(r"[^/\\?#]*")
_PORT = re.compile(r":([^:\]@]*)$")
_MARK = re.compile("\x00(\\d+)\x00")
_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*+"|//[^\n]*|/\*.*?\*/', re.S)

_OF_AUTHS: Mapping[tuple[str, str], str] = {
    ("digest", "algorithm"): "MD5",
    ("edgegrid", "max_body_size"): "131072",
    ("hawk", "algorithm"): "sha256",
    ("jwt", "algorithm"): "HS256",
    ("jwt", "header"): "{}",
    ("jwt", "payload"): "{}",
    ("oauth1", "signature_method"): "HMAC-SHA1",
}
"""Parameters of an auth that not every word is a value of."""


def stand_ins(api: Api, fill: Fill) -> Mapping[str, str]:
    """The stand-ins by variable.

    Where one stands at several places, that counts which takes the fewest texts.
    """
    found: dict[str, str] = {}
    every = tuple(endpoints(api.root))
    for endpoint in every:
        found |= dict.fromkeys(_bare(endpoint, fill), "1")
    for endpoint in every:
        found |= dict(_of_auth(endpoint.auth, fill))
    for endpoint in every:
        found |= dict(_of_address(fill(endpoint.url)))
    return found


def with_hosts(
    api: Api, values: Mapping[str, str], fill: Fill
) -> Iterator[tuple[str, str]]:
    """The values of variables that addresses begin with, and that name no host: `/api`.

    What names a path alone has a host before it.
    """
    for endpoint in endpoints(api.root):
        first = _FIRST.match(endpoint.url)
        if first is None or first[1] not in values:
            continue
        if _WITHOUT_HOST.match(fill(endpoint.url)):
            yield first[1], WORD + values[first[1]]


def _bare(endpoint: Endpoint, fill: Fill) -> Iterator[str]:
    """The variables that stand in JSON without quotes."""
    body = endpoint.body
    if body is not None and body.kind in (BodyKind.JSON, BodyKind.GRAPHQL):
        text = fill(_text(body.sample))
        yield from VARIABLE.findall(_STRING_OR_COMMENT.sub("", text))


def _text(sample: Sample) -> str:
    match sample:
        case None:
            return ""
        case Secret():
            return sample.reveal()
        case str():
            return sample


def _of_auth(auth: AuthScheme | None, fill: Fill) -> Iterator[tuple[str, str]]:
    if auth is None:
        return
    for name, value in auth.parameters:
        only = VARIABLE.fullmatch(fill(value)) if isinstance(value, str) else None
        if only is None:
            continue
        if name == "private_key":
            yield only[1], _private_key(fill(_algorithm(auth)))
        elif (auth.kind, name) in _OF_AUTHS:
            yield only[1], _OF_AUTHS[auth.kind, name]


def _algorithm(auth: AuthScheme) -> str:
    return auth.get("algorithm") or auth.get("signature_method")


def _private_key(algorithm: str) -> str:
    """A new key in PEM: of a curve for ES256 and its kind, else of RSA.

    Without `cryptography` no client signs with one either: any word stands in, and the
    call fails with what the client says to install.
    """
    if find_spec("cryptography") is None:
        return WORD
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    match algorithm:
        case "ES256":
            key = ec.generate_private_key(ec.SECP256R1())
        case "ES384":
            key = ec.generate_private_key(ec.SECP384R1())
        case "ES512":
            key = ec.generate_private_key(ec.SECP521R1())
        case _:
            key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")


def _of_address(url: str) -> Iterator[tuple[str, str]]:
    """The variables of scheme and port in an address whose known values are filled in."""
    names: list[str] = []

    def mark(match: re.Match[str]) -> str:
        names.append(match[1])
        return f"\x00{len(names) - 1}\x00"

    # A name may hold what divides an address.
    marked = VARIABLE.sub(mark, url)
    scheme = _SCHEME.match(marked)
    rest = marked
    if scheme is not None:
        rest = marked[scheme.end() :]
        for index in _MARK.findall(scheme[1]):
            yield names[int(index)], "https"
    authority = _AUTHORITY.match(rest)
    port = None if authority is None else _PORT.search(authority[0])
    for index in _MARK.findall(port[1] if port is not None else ""):
        yield names[int(index)], "443"
