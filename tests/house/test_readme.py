"""The README says what is true: its Python runs, its configuration is accepted."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from postkiln.config import load_config

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text("utf-8")
JOB = "4150868000005392002"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


class Samples(BaseHTTPRequestHandler):
    """Answers as the saved examples of the samples do: one job exists, and one book."""

    answers: dict[tuple[str, str], str]
    sent: list[tuple[str, str]]

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.sent.append((self.command, self.rfile.read(length).decode()))
        found = self.answers.get((self.command, self.path))
        body = (self.answers["", ""] if found is None else found).encode()
        self.send_response(404 if found is None else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PATCH(self) -> None:
        self.do_GET()

    def do_PUT(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def samples() -> Generator[str]:
    item = json.loads((ROOT / "collections/job_details.item.json").read_text("utf-8"))
    job, unknown, *_ = (one["body"] for one in item["response"])
    book = json.dumps({"id": 1, "tags": ["new"], "more": {"a": 1}})
    Samples.answers = {
        ("GET", f"/crm/bulk/v2/write/{JOB}"): job,
        ("GET", "/books/1"): book,
        ("PATCH", "/books/1"): book,
        ("PUT", "/books/1"): book,
        ("", ""): unknown,
    }
    Samples.sent = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Samples)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_python_blocks_run_and_print_what_they_say() -> None:
    with samples() as address:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", "\n\n".join(blocks("python"))],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "generated"),
                "POSTKILN_ZOHO_CRM__API_DOMAIN": address,
                "POSTKILN_BOOKSHOP__BASE_URL": address,
            },
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert "Owner 1 None" in lines
    assert "INPROGRESS 2021-05-13T11:00:58+05:30" in lines
    assert any(line.startswith("404 ErrorBody(") for line in lines)
    assert lines[-1] == "Sample Owner"
    sent = [(method, json.loads(body)) for method, body in Samples.sent if body]
    assert sent == [
        ("PATCH", {"tags": ["signed"], "subtitle": None}),
        ("PUT", {"id": 1, "tags": ["new", "signed"], "more": {"a": 1}, "pages": 96}),
    ]


def test_the_configuration_blocks_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("\n".join(blocks("toml")), "utf-8")

    config = load_config(tmp_path)

    assert config.clients[0].package == "shop_client"
    assert len(config.clients) == len(blocks("toml"))


def test_ci_runs_the_second_command_of_the_readme() -> None:
    commands = blocks("sh")

    assert len(commands) == 2
    assert commands[1].strip() in (ROOT / ".ci" / "run").read_text("utf-8")
