"""Hawk, refereed by the receiver of mohawk."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any, Final

import pytest
from signing.served import REQUESTS, Served, is_now, parameters, signed

from postkiln.runtime.auth.hawk import Hawk

mohawk: Any = import_module("mohawk")
refusals: Any = import_module("mohawk.exc")
AUTH: Final = Hawk(id="dh37", key="werxhqb98rpaxn39848xrunpaw3489ruxnpa98w4rxn")
VARIANTS: Final = {
    "sha256": AUTH,
    "sha1": replace(AUTH, algorithm="sha1"),
    "ext": replace(AUTH, ext="some-app-data"),
    "app": replace(AUTH, app="an app", dlg="a dlg"),
    "payload": replace(AUTH, hashes_payload=True),
}


def _accepts(request: Served, auth: Hawk, key: str) -> bool:
    algorithm = auth.algorithm
    credentials = {"id": auth.id, "key": key, "algorithm": algorithm}
    is_hashed = 'hash="' in request.authorization
    try:
        mohawk.Receiver(
            {auth.id: credentials}.__getitem__,
            request.authorization,
            request.url,
            request.method,
            content=request.body,
            content_type=request.headers.get("content-type", ""),
            accept_untrusted_content=not is_hashed,
        )
    except (refusals.MacMismatch, refusals.MisComputedContentHash):
        return False
    return True


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", REQUESTS)
def test_a_key(kind: str, variant: str) -> None:
    auth = VARIANTS[variant]
    request = signed(REQUESTS[kind], auth)
    assert _accepts(request, auth, AUTH.key)
    assert not _accepts(request, auth, "wrong")
    assert not _accepts(replace(request, method="PATCH"), auth, AUTH.key)


def test_a_payload_is_hashed_where_it_is_asked_for() -> None:
    auth = VARIANTS["payload"]
    request = signed(REQUESTS["json"], auth)
    assert "hash" in parameters(request.authorization)
    assert not _accepts(replace(request, body=b"{}"), auth, AUTH.key)
    assert "hash" not in parameters(signed(REQUESTS["json"], AUTH).authorization)


def test_each_request_is_of_its_own_moment() -> None:
    one, other = (
        parameters(signed(REQUESTS["plain"], AUTH).authorization) for _ in range(2)
    )
    assert one["nonce"] != other["nonce"]
    assert is_now(int(one["ts"]))


def test_the_vector_of_its_specification() -> None:
    """The protocol's own example: its readme, with the query of the sample request."""
    request = replace(
        REQUESTS["plain"],
        address=replace(
            REQUESTS["plain"].address,
            scheme="http",
            host="example.com",
            port="8000",
            path="/resource/1",
            query="b=1&a=2",
        ),
    )
    auth = replace(
        AUTH,
        id="dh37fgj492je",
        ext="some-app-ext-data",
        timestamp="1353832234",
        nonce="j4h3g2",
    )
    sent = parameters(signed(request, auth).authorization)
    assert sent["mac"] == "6R4rV5iE+NPoym+WwjeHzjAGXUtLNIxmo1vpMofpLAE="
