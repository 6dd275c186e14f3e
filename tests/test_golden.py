"""Golden packages: each case is one idea, and what the generator makes of it.

A case is a directory in `golden/`: `collection.*` goes in, with the settings of
`config.json` and the lock `before.lock` if there are any. Out come `expected/` (what differs from the case `plain`,
without the runtime) and `notices.txt`, or `error.txt`. To accept what the generator
makes today, and then to read the difference:

    POSTKILN_ACCEPT=1 pytest tests/test_golden.py
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import postkiln

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
PLAIN = "plain"
ACCEPT = "POSTKILN_ACCEPT"


def _made(case: Path) -> dict[str, str]:
    """What the generator makes of a case: texts by their path in its directory."""
    try:
        result = postkiln.generate(**arguments(case))
    except postkiln.PostkilnError as error:
        return {"error.txt": f"{error}\n"}
    notices = "".join(f"{notice}\n" for notice in result.notices)
    modules = {
        f"expected/{path}": text
        for path, text in result.files.items()
        if not path.startswith("_runtime/") and path != "py.typed"
    }
    return {**modules, **({"notices.txt": notices} if notices else {})}


def arguments(case: Path) -> dict[str, Any]:
    (collection,) = case.glob("collection*")
    config = case / "config.json"
    given: dict[str, Any] = json.loads(_text(config)) if config.exists() else {}
    environments: list[dict[str, Any]] = given.get("environments", [])
    return {
        **given,
        "source": _source(collection),
        "place": collection.name,
        "lock": _lock(case),
        "environments": [
            (f"{one['name']}.json", json.dumps(one).encode()) for one in environments
        ],
    }


def _lock(case: Path) -> Callable[[str], postkiln.Document | None]:
    """Finds what an earlier run left, whatever the package is called."""
    lock = case / "before.lock"
    found = (lock.name, lock.read_bytes()) if lock.exists() else None
    return lambda _: found


def _source(collection: Path) -> bytes | dict[str, bytes]:
    if collection.is_file():
        return collection.read_bytes()
    files = (path for path in collection.rglob("*") if path.is_file())
    return {f.relative_to(collection).as_posix(): f.read_bytes() for f in files}


def _kept(case: Path) -> dict[str, str]:
    """What is kept of a case."""
    paths = [*case.glob("expected/**/*.py"), *case.glob("notices.txt")]
    paths += case.glob("error.txt")
    return {path.relative_to(case).as_posix(): _text(path) for path in paths}


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")  # line ends as they are


def _differing(case: Path, made: Mapping[str, str]) -> dict[str, str]:
    """What a case keeps of what was made: all that `plain` does not have just so."""
    if case.name == PLAIN:
        return dict(made)
    plain = _made(GOLDEN / PLAIN)
    return {path: text for path, text in made.items() if plain.get(path) != text}


def _accept(case: Path, texts: Mapping[str, str]) -> None:
    shutil.rmtree(case / "expected", ignore_errors=True)
    for name in ("notices.txt", "error.txt"):
        (case / name).unlink(missing_ok=True)
    for path, text in texts.items():
        (case / path).parent.mkdir(parents=True, exist_ok=True)
        (case / path).write_bytes(text.encode("utf-8"))


def test_there_are_cases() -> None:
    assert PLAIN in CASES


@pytest.mark.parametrize("name", CASES)
def test_a_case_gives_what_is_kept(name: str) -> None:
    case = GOLDEN / name
    made = _differing(case, _made(case))
    if os.environ.get(ACCEPT):
        _accept(case, made)
    kept = _kept(case)
    remedy = f"\n{name}: to accept this, run {ACCEPT}=1 pytest tests/test_golden.py"
    assert sorted(made) == sorted(kept), remedy
    for path, text in kept.items():
        assert made[path] == text, f"{path}{remedy}"
