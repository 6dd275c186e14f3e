"""The compact form of a signed JSON Web Token, for JWT and ASAP. It needs PyJWT."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from ..errors import ConfigurationError
from ..optional import load

_PACKAGE: Final = "PyJWT[crypto]"
_ALGORITHMS: Final = frozenset(
    f"{family}{size}" for family in ("HS", "RS", "PS", "ES") for size in (256, 384, 512)
)


def json_object(text: str, name: str) -> dict[str, Any]:
    """The object that a parameter holds as JSON; none for blank text. ConfigurationError."""
    try:
        value: object = json.loads(text) if text.strip() else {}
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ConfigurationError(f"jwt: the {name} is not a JSON object")
    return cast("dict[str, Any]", value)


def encoded(payload: Mapping[str, Any], header: Mapping[str, Any], key: Any) -> str:
    """The compact serialization (RFC 7515, 7.1), the JSON as JavaScript writes it."""
    algorithm = str(header["alg"])
    if algorithm not in _ALGORITHMS:
        raise ConfigurationError(f"jwt: {algorithm!r} is not an algorithm for signing")
    jwt = load("jwt", _PACKAGE, f"a JSON Web Token with {algorithm}")
    algorithms = load("jwt.algorithms", _PACKAGE, "a JSON Web Token")
    text = ".".join(_part(each) for each in (header, payload))
    try:
        signer = algorithms.get_default_algorithms()[algorithm]
        signature: bytes = signer.sign(text.encode(), signer.prepare_key(key))
    except (KeyError, ValueError, TypeError, jwt.exceptions.PyJWTError):
        # The text of the error may quote the key.
        problem = f"jwt: the key given cannot sign with {algorithm}"
        raise ConfigurationError(problem) from None
    written: bytes = jwt.utils.base64url_encode(signature)
    return f"{text}.{written.decode('ascii')}"


def _part(value: Mapping[str, Any]) -> str:
    utils = load("jwt.utils", _PACKAGE, "a JSON Web Token")
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    encoded: bytes = utils.base64url_encode(text.encode())
    return encoded.decode("ascii")
