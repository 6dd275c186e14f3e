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


class Zoho(BaseHTTPRequestHandler):
    """Answers as the sample's saved examples do: one job exists, no other."""

    answers: dict[int, str]

    def do_GET(self) -> None:
        status = 200 if self.path == f"/crm/bulk/v2/write/{JOB}" else 404
        body = self.answers[status].encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


@contextmanager
def zoho() -> Generator[str]:
    item = json.loads((ROOT / "collections/job_details.item.json").read_text("utf-8"))
    Zoho.answers = {one["code"]: one["body"] for one in item["response"]}
    server = ThreadingHTTPServer(("127.0.0.1", 0), Zoho)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_python_blocks_run_and_print_what_they_say() -> None:
    with zoho() as address:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", "\n\n".join(blocks("python"))],
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT / "generated"),
                "POSTKILN_ZOHO_CRM__API_DOMAIN": address,
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


def test_the_configuration_blocks_are_accepted(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("\n".join(blocks("toml")), "utf-8")

    config = load_config(tmp_path)

    assert config.clients[0].package == "shop_client"
    assert len(config.clients) == len(blocks("toml"))


def test_ci_runs_the_second_command_of_the_readme() -> None:
    commands = blocks("sh")

    assert len(commands) == 2
    assert commands[1].strip() in (ROOT / ".ci" / "run").read_text("utf-8")
