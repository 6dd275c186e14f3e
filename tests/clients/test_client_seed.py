"""The generated client of one call of Zoho CRM: its answers, errors and request."""

from __future__ import annotations

import datetime as dt
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from clients.callers import Kind, clients
from clients.generated import COLLECTIONS
from clients.loopback import Loopback, Said

JOB, TOKEN = "4150868000005392002", "a-token-that-nobody-else-has"
INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30))
MAPPINGS = [
    ("Owner", 1, None),
    ("Date_3", 2, "yyyy/MM/dd"),
    ("Last_Name", 0, None),
    ("Layout", 4, None),
    ("Mobile", 3, None),
]


def examples() -> dict[str, Said]:
    """What the collection shows, by name."""
    path = COLLECTIONS / "zoho_crm.postman_collection.json"
    (item,) = json.loads(path.read_text("utf-8"))["item"]
    return {
        example["name"]: Said(
            example["code"], example["body"].encode(), example["header"][0]["value"]
        )
        for example in item["response"]
    }


SHOWN = examples()


@pytest.fixture
def package(packages: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for option in ("API_DOMAIN", "ACCESS_TOKEN"):
        monkeypatch.delenv(f"POSTKILN_ZOHO_CRM__{option}", raising=False)
    return import_module("zoho_crm")


@pytest.fixture
def zoho(kind: Kind, package: Any, server: Loopback) -> Iterator[Any]:
    """A client of the server, which shows the example of success."""
    server.says = SHOWN["SUCCESS RESPONSE"]
    with clients(kind, "zoho_crm", "ZohoCrm") as makers:
        yield makers.make(api_domain=server.base_url, access_token=TOKEN)


def test_the_job_is_typed_in_every_field(zoho: Any, package: Any) -> None:
    m, job = import_module("zoho_crm.models"), zoho.job_details(job_id=JOB)
    mappings = [
        m.FieldMapping(
            api_name=name,
            index=index,
            format=form,
            find_by=None,
            module=None,
            default_value=None,
        )
        for name, index, form in MAPPINGS
    ]
    assert job == m.JobDetails(
        status="INPROGRESS",
        resource=[
            m.Resource(
                status="INPROGRESS",
                type="data",
                module="Leads",
                field_mappings=mappings,
                code="INPROGRESS",
            )
        ],
        id=JOB,
        callback=m.Callback(url="https://www.zoho.com/in/crm/", method="post"),
        created_by=m.CreatedBy(id="4150868000000225013", name="Sample Owner"),
        ignore_empty=True,
        operation="insert",
        created_time=dt.datetime(2021, 5, 13, 11, 0, 58, tzinfo=INDIA),
    )
    assert job.created_time.utcoffset() == dt.timedelta(hours=5, minutes=30)
    assert m.FieldMapping.__annotations__["format"] == "str | None"


def test_the_job_encodes_to_what_was_received(zoho: Any) -> None:
    received = json.loads(SHOWN["SUCCESS RESPONSE"].content)
    job = zoho.job_details(JOB)
    assert json.dumps(job.to_json()) == json.dumps(received)


@pytest.mark.parametrize(
    ("shown", "status", "name"),
    [
        ("INVALID_URL_PATTERN", 404, "NotFoundError"),
        ("INVALID_REQUEST_METHOD", 400, "BadRequestError"),
        ("AUTHENTICATION_FAILURE", 401, "UnauthorizedError"),
        ("RESOURCE_NOT_FOUND", 400, "BadRequestError"),
    ],
)
def test_an_error_is_raised_as_its_class_with_its_body(
    zoho: Any, package: Any, server: Loopback, shown: str, status: int, name: str
) -> None:
    server.says = SHOWN[shown]
    with pytest.raises(package.ZohoCrmError) as caught:
        zoho.job_details(job_id=JOB)
    error = caught.value
    assert type(error) is getattr(package, name)
    assert error.status == status
    assert error.body == import_module("zoho_crm.models").ErrorBody(
        code=shown,
        details={},
        message=json.loads(SHOWN[shown].content)["message"],
        status="error",
    )


def test_every_example_is_tested_here() -> None:
    assert [said.status for said in SHOWN.values()] == [200, 404, 400, 401, 400]


def test_the_request_on_the_wire(zoho: Any, server: Loopback) -> None:
    zoho.job_details(job_id=JOB)
    (heard,) = server.heard
    assert heard.line == f"GET /crm/bulk/v2/write/{JOB} HTTP/1.1"
    assert heard.headers["authorization"] == f"Bearer {TOKEN}"
    assert heard.headers["host"] == server.base_url.removeprefix("http://")
    assert heard.body == b""
    assert "content-length" not in heard.headers


def test_an_option_comes_from_the_environment(
    package: Any, server: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSTKILN_ZOHO_CRM__API_DOMAIN", server.base_url)
    monkeypatch.setenv("POSTKILN_ZOHO_CRM__ACCESS_TOKEN", "from the environment")
    server.says = SHOWN["SUCCESS RESPONSE"]
    with package.ZohoCrm() as zoho:
        zoho.job_details(job_id=JOB)
        assert server.last.headers["authorization"] == "Bearer from the environment"
    with package.ZohoCrm(access_token=TOKEN) as zoho:
        zoho.job_details(job_id=JOB)
        assert server.last.headers["authorization"] == f"Bearer {TOKEN}"


def test_a_missing_option_is_named_with_its_variable(
    package: Any, server: Loopback
) -> None:
    zoho = package.ZohoCrm(api_domain=server.base_url)
    with zoho, pytest.raises(package.ConfigurationError) as caught:
        zoho.job_details(job_id=JOB)
    assert "access_token" in str(caught.value)
    assert "POSTKILN_ZOHO_CRM__ACCESS_TOKEN" in str(caught.value)
    assert server.heard == []


def test_the_host_has_a_default(package: Any) -> None:
    said: list[str] = []

    def stop(request: Any) -> None:
        said.append(str(request.url))
        raise InterruptedError

    zoho = package.ZohoCrm(access_token=TOKEN, before_send=stop)
    with zoho, pytest.raises(InterruptedError):
        zoho.job_details(job_id=JOB)
    assert said == [f"https://www.zohoapis.com/crm/bulk/v2/write/{JOB}"]


def test_no_token_is_shown(
    zoho: Any, package: Any, server: Loopback, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.says = SHOWN["AUTHENTICATION_FAILURE"]
    with pytest.raises(package.UnauthorizedError) as caught:
        zoho.job_details(job_id=JOB)
    values = zoho.target._values  # what holds the token is what a debugger shows
    shown = f"{zoho.target!r} {values!r} {caught.value!r} {caught.value}"
    assert TOKEN not in shown + caplog.text


PROGRAM = """\
from zoho_crm import ZohoCrm, NotFoundError

with ZohoCrm(api_domain={host!r}, access_token={token!r}) as zoho:
    job = zoho.job_details(job_id={job!r})
    for resource in job.resource:
        for mapping in resource.field_mappings:
            print(mapping.api_name, mapping.index, mapping.format)
"""


def test_five_lines_walk_every_field(packages: Path, server: Loopback) -> None:
    server.says = SHOWN["SUCCESS RESPONSE"]
    program = PROGRAM.format(host=server.base_url, token=TOKEN, job=JOB)
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=packages,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = [f"{name} {index} {form}" for name, index, form in MAPPINGS]
    assert (done.stdout.splitlines(), done.stderr) == (lines, "")
