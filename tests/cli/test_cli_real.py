"""The command through its real entry point, on the real samples."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import postkiln as package

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT / "collections" / "zoho_crm.postman_collection.json"
SHOP = ROOT / "collections" / "bookshop.postman_collection.json"


def postkiln(
    *arguments: str | Path, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "postkiln", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(Path(package.__file__).parents[1])},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=cwd,
    )


def test_generate_says_where_the_client_is_and_check_then_finds_nothing(
    tmp_path: Path,
) -> None:
    made = postkiln("generate", SEED, "-o", tmp_path)
    checked = postkiln("check", SEED, "-o", tmp_path)

    assert made.returncode == 0
    assert str(tmp_path / "zoho_crm") in made.stdout
    assert (checked.returncode, checked.stdout) == (0, "")


def test_check_shows_what_a_changed_collection_changes(tmp_path: Path) -> None:
    postkiln("generate", SEED, "-o", tmp_path)
    changed = tmp_path / "changed.json"
    text = SEED.read_text("utf-8").replace("ignore_empty", "ignore_blank")
    changed.write_text(text, "utf-8")

    checked = postkiln("check", changed, "-o", tmp_path)

    assert checked.returncode == 1
    assert "-    ignore_empty: bool" in checked.stdout
    assert "+    ignore_blank: bool" in checked.stdout
    assert "+++ b/zoho_crm.lock" in checked.stdout.replace(
        f"{tmp_path.as_posix()[1:]}/", ""
    )


def test_a_request_that_is_renamed_keeps_its_method(tmp_path: Path) -> None:
    postkiln("generate", SEED, "-o", tmp_path)
    lock = tmp_path / "zoho_crm.lock"
    before = lock.read_text("utf-8")
    changed = tmp_path / "changed.json"
    text = SEED.read_text("utf-8").replace("Job Details", "Job Report")
    changed.write_text(text, "utf-8")

    postkiln("generate", changed, "-o", tmp_path)

    client = (tmp_path / "zoho_crm/client.py").read_text("utf-8")
    assert "def job_details(" in client
    assert "class JobDetails(" in (tmp_path / "zoho_crm/models/root.py").read_text()
    assert lock.read_text("utf-8") == before.replace("Job Details", "Job Report")
    lock.unlink()
    postkiln("generate", changed, "-o", tmp_path)
    assert "def job_report(" in (tmp_path / "zoho_crm/client.py").read_text("utf-8")


def test_inspect_shows_methods_and_hides_secrets_in_its_json() -> None:
    tree = postkiln("inspect", SHOP)
    model = postkiln("inspect", SHOP, "--json")

    assert "list_orders(status, since, limit)" in tree.stdout
    assert "report_counts(warehouse, body)" in tree.stdout
    assert "[no-url]" in tree.stdout
    shown = json.loads(model.stdout)
    assert shown["name"] == "Bookshop"
    assert {each["variable"] for each in shown["options"]} >= {
        "base_url",
        "admin_user",
    }


def test_verify_finds_no_problem_in_the_samples(tmp_path: Path) -> None:
    record = tmp_path / "requests.jsonl"

    done = postkiln("verify", SHOP, "--json", "--record", record)
    report = json.loads(done.stdout)

    assert done.returncode == 0
    assert report["requests"] == {"sent": report["items"], "failed": 0}
    assert report["examples"]["equal"] == report["examples"]["json"] > 50
    assert len(record.read_text("utf-8").splitlines()) == report["items"]


def test_what_is_no_collection_is_one_clear_line(tmp_path: Path) -> None:
    page = tmp_path / "page.json"
    page.write_text("<!DOCTYPE html><title>Log in</title>", "utf-8")

    done = postkiln("generate", page, "-o", tmp_path)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("postkiln: error: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_file_that_is_no_lock_is_never_touched(tmp_path: Path) -> None:
    mine = tmp_path / "zoho_crm.lock"
    mine.write_text("my own notes\n", "utf-8")

    done = postkiln("generate", SEED, "-o", tmp_path)

    assert done.returncode == 2
    assert "zoho_crm.lock: is not a lock file of postkiln's. Move it" in done.stderr
    assert mine.read_text("utf-8") == "my own notes\n"
    assert list(tmp_path.iterdir()) == [mine]


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    postkiln("generate", SHOP, "-o", tmp_path)
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}

    again = postkiln("generate", SHOP, "-o", tmp_path)
    checked = postkiln("check", SHOP, "-o", tmp_path)

    assert again.stdout.endswith("unchanged\n")
    assert (checked.returncode, checked.stdout) == (0, "")
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*.*")} == files


def test_names_of_the_configuration_are_used(tmp_path: Path) -> None:
    (tmp_path / "postkiln.yaml").write_text(
        f"client:\n  - collection: {SEED}\n    names:\n      job_details: job\n"
        "      ErrorBody: Problem\n",
        "utf-8",
    )

    done = postkiln("generate", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert "def job(self" in (tmp_path / "zoho_crm/client.py").read_text("utf-8")
    assert "class Problem(" in (tmp_path / "zoho_crm/models/root.py").read_text("utf-8")


def test_inspect_shows_what_types_rest_on() -> None:
    told = postkiln("inspect", SEED, "--types").stdout
    assert "\nFieldMapping: 5 objects\n" in told
    assert "  format: str | None    5 of 5; 4 null\n" in told
