"""Collections from the web and from Postman's API, before a stand-in on this machine."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.web_server import Answer, Standin, make_certificate, standin

from postkiln.cli import main
from postkiln.diagnostics.errors import InputError, UsageError
from postkiln.sources import open_location, web

SHOP = json.dumps(
    {"info": {"name": "Shop"}, "item": [{"name": "x", "request": "https://a.example"}]}
).encode()
KEY = "PMAK-0000-for-tests"
UID = "12345-aaaa-bbbb"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls") / "server.pem")


@pytest.fixture
def server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with standin(certificate) as running:
        yield running


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    monkeypatch.setenv("POSTMAN_API_KEY", KEY)
    with standin() as running:
        monkeypatch.setenv("POSTMAN_API_URL", running.url)
        running.answers[f"/collections/{UID}"] = Answer(
            b'{"collection": ' + SHOP + b"}"
        )
        yield running


def refused(location: str) -> str:
    with pytest.raises(InputError) as caught:
        open_location(location)
    return str(caught.value)


def test_an_address_is_fetched(server: Standin) -> None:
    server.answers["/shop.json"] = Answer(SHOP)
    found = open_location(f"{server.url}/shop.json?access_key=s3cret")
    assert found.base is None
    assert (found.place, found.source) == (f"{server.url}/shop.json", SHOP)


def test_redirects_are_followed_to_https_only(server: Standin) -> None:
    server.answers["/a"] = Answer(status=302, headers={"Location": "/b"})
    server.answers["/b"] = Answer(SHOP)
    assert open_location(f"{server.url}/a").source == SHOP
    with standin() as plain:
        plain.answers["/b"] = Answer(SHOP)
        headers = {"Location": f"{plain.url}/b"}
        server.answers["/a"] = Answer(status=302, headers=headers)
        assert "a redirect leads to an address without https" in refused(
            f"{server.url}/a"
        )
        assert plain.asked == []


def test_redirects_end(server: Standin) -> None:
    server.answers["/a"] = Answer(status=302, headers={"Location": "/a"})
    assert "more than 10 redirects" in refused(f"{server.url}/a")
    assert len(server.asked) == 10


def test_an_answer_is_bounded(server: Standin, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/big"] = Answer(b"x" * 2_000_000)
    monkeypatch.setattr(web, "BYTES", 1024 * 1024)
    assert "the answer is larger than 1 MB" in refused(f"{server.url}/big")
    monkeypatch.setattr(web, "SECONDS", -1.0)
    server.answers["/slow"] = Answer(b"x")
    assert "the answer takes longer than" in refused(f"{server.url}/slow")


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500])
def test_an_error_says_what_to_do(server: Standin, status: int) -> None:
    server.answers["/a"] = Answer(b"<html>", status)
    told = refused(f"{server.url}/a?access_key=s3cret")
    assert told.startswith(f"{server.url}/a: the server answers {status}. ")
    assert "s3cret" not in told


def test_a_certificate_nobody_knows_is_refused(certificate: Path) -> None:
    with standin(certificate) as running:
        assert "the server does not answer (ConnectError)" in refused(
            f"{running.url}/a"
        )


def test_http_is_refused_before_anything_is_sent() -> None:
    with standin() as plain:
        with pytest.raises(UsageError, match="give the address with https"):
            open_location(f"{plain.url}/shop.json?key=s3cret")
        assert plain.asked == []


def test_postman_is_asked_with_the_key(
    api: Standin, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        found = open_location(f"postman:{UID}")
    assert api.asked == [(f"/collections/{UID}", KEY)]
    assert found.place == f"postman:{UID}"
    assert KEY not in caplog.text
    assert KEY not in repr(found)


def test_the_key_stays_with_postman(api: Standin, server: Standin) -> None:
    headers = {"Location": f"{server.url}/elsewhere"}
    api.answers[f"/collections/{UID}"] = Answer(status=302, headers=headers)
    server.answers["/elsewhere"] = Answer(SHOP)
    assert open_location(f"postman:{UID}").source == SHOP
    assert server.asked == [("/elsewhere", None)]


@pytest.mark.parametrize("key", ["", "caf\u00e9", "a\nb"])
def test_a_key_that_is_none_is_refused(
    api: Standin, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("POSTMAN_API_KEY", key)
    with pytest.raises(
        UsageError, match=r"^POSTMAN_API_KEY (is not set|contains invalid characters)"
    ):
        open_location(f"postman:{UID}")
    assert api.asked == []


def test_the_key_goes_nowhere_without_https(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTMAN_API_KEY", KEY)
    monkeypatch.setenv("POSTMAN_API_URL", "http://postman.example")
    assert "the key would go to an address without https" in refused(f"postman:{UID}")


@pytest.mark.parametrize("uid", ["", "../me", "a/b", "a?b"])
def test_a_uid_is_plain(uid: str) -> None:
    with pytest.raises(UsageError, match="uid has letters, digits and -"):
        open_location(f"postman:{uid}")


def test_pull_keeps_a_collection_that_generate_reads(
    api: Standin,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["pull", f"postman:{UID}", "api/shop.json"]) == 0
    assert main(["pull", f"postman:{UID}", "api/shop.json"]) == 0
    shown = capsys.readouterr()
    assert [line.rpartition(" ")[2] for line in shown.out.splitlines()] == [
        "written",
        "unchanged",
    ]
    kept = (tmp_path / "api/shop.json").read_text()
    assert json.loads(kept) == {"collection": json.loads(SHOP)}
    assert kept.startswith(
        '{\n\t"collection": {\n\t\t"info": {\n\t\t\t"name": "Shop"\n'
    )
    assert KEY not in kept + shown.out + shown.err
    monkeypatch.delenv("POSTMAN_API_KEY")
    assert main(["generate", "api/shop.json"]) == 0
    assert (tmp_path / "shop/client.py").exists()


def test_pull_does_what_is_configured(
    api: Standin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        f'[[tool.postkiln.client]]\ncollection = "shop.json"\npull = "postman:{UID}"\n'
    )
    assert main(["pull", "--json"]) == 0
    assert main(["generate"]) == 0
    assert len(api.asked) == 1


def test_pull_keeps_the_old_file_when_the_new_is_none(
    api: Standin, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "shop.json"
    kept.write_bytes(SHOP)
    api.answers[f"/collections/{UID}"] = Answer(b"<!doctype html><p>Sign in")
    assert main(["pull", f"postman:{UID}", str(kept)]) == 2
    assert "this is an HTML page" in capsys.readouterr().err
    assert kept.read_bytes() == SHOP
    assert list(tmp_path.iterdir()) == [kept]
