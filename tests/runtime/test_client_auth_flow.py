"""An auth type as its flow: requests out, replies in, at the origin of the call only."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, replace
from typing import Any

import httpx2
import pytest
from runtime.redirected import HOME, Recorder, operation, outcome

from postkiln.runtime import ClientSpec, Option
from postkiln.runtime.auth.credentials import authorized
from postkiln.runtime.auth.digest import Digest
from postkiln.runtime.auth.flow import Auth, AuthFlow
from postkiln.runtime.behavior import Behavior
from postkiln.runtime.errors import ForbiddenError, RequestError, UnauthorizedError
from postkiln.runtime.request.request import Request
from postkiln.runtime.request.spec import TextBody

SPEC = ClientSpec(
    name="Shop",
    origin="{{base}}",
    options=(
        Option("base_url", "base", "SHOP_BASE_URL"),
        Option("token", "token", "SHOP_TOKEN", secret=True),
    ),
)
GIVEN = {"base_url": HOME, "token": "s3cr3t"}


@dataclass(frozen=True, slots=True)
class Steps(Auth):
    """Counts up in its credentials for as long as it is refused."""

    token: str

    def sign(self, request: Request) -> Request:
        return authorized(request, f"{self.token} 1")

    def flow(self, request: Request) -> AuthFlow:
        reply = yield self.sign(request)
        for number in (2, 3):
            reply = yield authorized(reply.request, f"{self.token} {number}")


@pytest.fixture(params=["sync", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def credentials(recorder: Recorder) -> list[str]:
    return [each.headers.get("authorization", "") for each in recorder.requests]


def accepting(last: str) -> Any:
    """What refuses every request but those with credentials that end so."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        is_good = request.headers["authorization"].endswith(last)
        return httpx2.Response(200 if is_good else 401, json={})

    return answer


def test_a_flow_goes_on_until_it_is_accepted(kind: str) -> None:
    recorder = Recorder(accepting("2"))
    asked = operation(auth=Steps("{{token}}"))
    assert outcome(kind, recorder, lambda c: c.call(asked), SPEC, GIVEN) == {}
    assert credentials(recorder) == ["s3cr3t 1", "s3cr3t 2"]


def test_the_last_refusal_is_the_error(kind: str) -> None:
    recorder = Recorder(accepting("4"))
    asked = operation(auth=Steps("{{token}}"))
    error = outcome(kind, recorder, lambda c: c.call(asked), SPEC, GIVEN)
    assert isinstance(error, UnauthorizedError)
    assert credentials(recorder) == ["s3cr3t 1", "s3cr3t 2", "s3cr3t 3"]


def test_each_request_of_a_flow_is_complete(kind: str) -> None:
    recorder = Recorder(accepting("3"))
    asked = operation(method="POST", body=TextBody(), auth=Steps("{{token}}"))
    outcome(
        kind,
        recorder,
        lambda c: c.call(asked, {}, {}, "mine"),
        SPEC,
        GIVEN,
        headers={"X-Mine": "1"},
    )
    whole = [dict(each.headers.items()) for each in recorder.requests]
    without = [{**each, "authorization": ""} for each in whole]
    assert without == [without[0]] * 3
    assert without[0]["x-mine"] == "1"
    assert [each.content for each in recorder.requests] == [b"mine"] * 3


def test_another_origin_is_told_nothing_by_a_flow(kind: str) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.host == "api.test":
            return httpx2.Response(302, headers={"Location": "https://other.test/end"})
        return httpx2.Response(403)

    recorder = Recorder(answer)
    asked = operation(auth=Steps("{{token}}"))
    error = outcome(kind, recorder, lambda c: c.call(asked), SPEC, GIVEN)
    assert isinstance(error, ForbiddenError)
    assert credentials(recorder) == ["s3cr3t 1", ""]


@dataclass(frozen=True, slots=True)
class Nonce(Auth):
    """Sends the nonce of a refusal back, in a header of its own."""

    def sign(self, request: Request) -> Request:
        return request

    def flow(self, request: Request) -> AuthFlow:
        reply = yield self.sign(request)
        nonce = ("X-Nonce", reply.response.headers["x-nonce"])
        yield replace(reply.request, headers=(*reply.request.headers, nonce))


def test_an_authorization_of_the_caller_is_not_that_of_the_flow(kind: str) -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        if request.url.host != "api.test":
            return httpx2.Response(200, json={})
        if "x-nonce" not in request.headers:
            return httpx2.Response(401, headers={"X-Nonce": "7"})
        return httpx2.Response(302, headers={"Location": "https://other.test/end"})

    recorder = Recorder(answer)
    asked = operation(auth=Nonce(), behavior=Behavior(keeps_authorization=True))
    own = {"Authorization": "mine"}
    outcome(kind, recorder, lambda c: c.call(asked), SPEC, GIVEN, headers=own)
    assert credentials(recorder) == ["mine", "mine", ""]


def test_an_answer_that_no_header_can_hold_is_an_error_of_ours(kind: str) -> None:
    challenge = {"WWW-Authenticate": 'Digest realm="r", nonce="n"'}
    recorder = Recorder(lambda _: httpx2.Response(401, headers=challenge))
    asked = operation(auth=Digest(username="名", password="{{token}}"))
    error = outcome(kind, recorder, lambda c: c.call(asked), SPEC, GIVEN)
    assert isinstance(error, RequestError)
    assert "s3cr3t" not in str(error)


LIGHT = """
import sys
import postkiln.runtime.auth.flow
print("postkiln.runtime.request.request" in sys.modules)
from postkiln.runtime.auth import api_key, basic, bearer, oauth2
from postkiln.runtime.operation import Operation
import postkiln.runtime.prepare

heavy = {"digest", "oauth1", "aws", "hawk", "edgegrid", "jwt", "asap"}
print(sorted(f"postkiln.runtime.auth.{each}" in sys.modules for each in heavy)[-1])
print("httpx2" in sys.modules)
"""


def test_a_client_loads_the_auth_types_that_it_names() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False"] * 3


def test_a_type_without_a_signature_is_refused() -> None:
    missing: Any = type("Missing", (Auth,), {})
    with pytest.raises(TypeError, match="sign"):
        missing()
