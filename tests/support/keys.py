"""Key pairs made for a run: a private key of a test belongs in no repository."""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

_CURVES: Final = {
    "ES256": ec.SECP256R1(),
    "ES384": ec.SECP384R1(),
    "ES512": ec.SECP521R1(),
}


def pem(kind: str) -> tuple[str, str]:
    """A new private key (PKCS #8) and its public key: of RSA, or of an ES algorithm."""
    key = (
        ec.generate_private_key(_CURVES[kind])
        if kind in _CURVES
        else rsa.generate_private_key(65537, 2048)
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


_PAIRS: Final = {kind: pem(kind) for kind in ("RS", *_CURVES)}
PRIVATE: Final = {kind: pair[0] for kind, pair in _PAIRS.items()}
PUBLIC: Final = {kind: pair[1] for kind, pair in _PAIRS.items()}
