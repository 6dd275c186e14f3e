"""AWS Signature Version 4, refereed by botocore, and by Amazon's published vector."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
from signing.served import REQUESTS, Served, epoch, is_now, signed, unsigned

from postkiln.runtime.auth.aws import AwsV4
from postkiln.runtime.auth.credentials import Place
from postkiln.runtime.request.content import NO_CONTENT
from postkiln.runtime.request.request import Request

botocore: Any = import_module("botocore.auth")
credentials: Any = import_module("botocore.credentials")
awsrequest: Any = import_module("botocore.awsrequest")
PLACES: Final[tuple[Place, ...]] = ("header", "query")
AUTH: Final = AwsV4(
    access_key="AKIDEXAMPLE",
    secret_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    region="eu-west-1",
    service="execute-api",
)
S3_REQUESTS: Final = {
    "query": unsigned("GET", "https://api.example/a?b=2&a=1&c=x%20y&d=%2F&e=ä"),
    "path": unsigned("GET", "https://api.example/a b/~c/é//d"),
}
REFEREES: Final = {
    ("header", False): botocore.SigV4Auth,
    ("header", True): botocore.S3SigV4Auth,
    ("query", False): botocore.SigV4QueryAuth,
    ("query", True): botocore.S3SigV4QueryAuth,
}


def _request(kind: str, auth: AwsV4) -> Request:
    """Less what the referee does not decide; there `wire` compares with Postman.

    For S3 Postman signs the first value of a key that comes twice, and a path encoded as
    S3 will encode it, where botocore trusts its caller to have done so. In the query the
    hash of nothing stands for every body.
    """
    request = REQUESTS[kind]
    if auth.service == "s3":
        request = S3_REQUESTS.get(kind, request)
    if auth.place == "query" and auth.service != "s3":
        return replace(request, content=NO_CONTENT)
    return request


def _signature(request: Served, auth: AwsV4, secret: str) -> str:
    """What the service would compute of a request that arrived."""
    query = parse_qs(urlsplit(request.url).query)
    kind = REFEREES[auth.place, auth.service == "s3"]
    keys = credentials.Credentials(auth.access_key, secret, auth.session_token or None)
    referee = kind(keys, auth.service, auth.region)
    bare = request.url.partition("&X-Amz-Signature=")[0]
    bare = bare.partition("?X-Amz-Signature=")[0]
    kept = {n: v for n, v in request.headers.items() if n != "authorization"}
    again = awsrequest.AWSRequest(request.method, bare, kept, request.body)
    moment = query.get("X-Amz-Date", [request.headers.get("x-amz-date")])[0]
    again.context["timestamp"] = moment
    canonical = referee.canonical_request(again)
    text: str = referee.string_to_sign(again, canonical)
    signature: str = referee.signature(text, again)
    return signature


def _sent(request: Served) -> str:
    query = parse_qs(urlsplit(request.url).query)
    if "X-Amz-Signature" in query:
        return query["X-Amz-Signature"][0]
    return request.authorization.partition("Signature=")[2]


@pytest.mark.parametrize("token", ["", "a session/token+="])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("service", ["execute-api", "s3"])
@pytest.mark.parametrize("kind", REQUESTS)
def test_a_secret_key(kind: str, service: str, place: Place, token: str) -> None:
    auth = replace(AUTH, service=service, place=place, session_token=token)
    request = signed(_request(kind, auth), auth)
    assert _sent(request) == _signature(request, auth, AUTH.secret_key)
    assert _sent(request) != _signature(request, auth, "wrong")
    other = replace(request, method="PATCH")
    assert _sent(request) != _signature(other, auth, AUTH.secret_key)


def test_the_vector_of_amazon(monkeypatch: pytest.MonkeyPatch) -> None:
    """`get-vanilla` of the test suite for Signature Version 4."""
    moment = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
    monkeypatch.setattr(time, "time", moment.timestamp)
    request = unsigned("GET", "https://example.amazonaws.com/")
    sent = signed(request, replace(AUTH, region="us-east-1", service="service"))
    assert sent.authorization == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
        " SignedHeaders=host;x-amz-date, Signature="
        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    )


def test_a_request_is_of_its_moment() -> None:
    sent = signed(REQUESTS["plain"], AUTH)
    assert is_now(epoch(sent.headers["x-amz-date"], "%Y%m%dT%H%M%SZ"))
