"""The promises of the generated code, held against every collection of the corpus.

All tests share one sweep: give pytest-xdist `--dist loadfile`, so that there is but one.
They take about four minutes on two cores, and leave nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from corpus import tools
from corpus.bake import Row, digest
from corpus.found import ABSENT, FILES
from corpus.sweep import sweep, table
from support.processes import Said, said, start

from postkiln.render import runtime_files

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason=ABSENT),
]

Figures = Callable[[str], None]


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Figures:
    """Where a test puts the lines that the report ends with."""
    return lambda text: record_property("figures", text)


@dataclass(frozen=True, slots=True)
class Swept:
    """The rows of all files, and the directory that has the packages they name."""

    rows: tuple[Row, ...]
    stage: Path

    @property
    def generated(self) -> list[Row]:
        return [row for row in self.rows if row.package]


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Swept:
    stage = tmp_path_factory.mktemp("packages")
    return Swept(sweep(FILES, stage), stage)


@pytest.fixture(scope="module")
def sharing(swept: Swept, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages once more, with one runtime for all of them."""
    folder = tmp_path_factory.mktemp("sharing")
    tools.share_runtime(swept.stage, folder)
    return folder


def test_every_collection_is_generated_or_refused_in_words(
    swept: Swept, figures: Figures
) -> None:
    figures("\n".join(table(swept.rows)))
    crashed = [row.crash for row in swept.rows if row.crash]
    assert not crashed
    assert all(row.refusal.startswith(row.file) for row in swept.rows if row.refusal)
    assert len(swept.generated) >= 0.99 * len(FILES)


def test_every_request_has_a_method_or_a_notice(swept: Swept) -> None:
    mismatches = {row.file: row.mismatch for row in swept.generated if row.mismatch}
    assert not mismatches
    assert sum(row.methods for row in swept.generated) > 10_000


def test_no_two_classes_have_one_shape(swept: Swept, figures: Figures) -> None:
    counted = {row.file: row.classes for row in swept.generated}
    named = ("sailpoint-api-v3", "Adobe_Experience_Platform.json", "IdentityNow_Synced")
    shown = (
        f"{file}: {count} classes"
        for file, count in counted.items()
        if any(name in file for name in named)
    )
    figures("\n".join((*shown, f"all: {sum(counted.values())} classes, each once")))
    assert sum(counted.values()) > 4_000
    assert [(row.file, row.twins) for row in swept.generated if row.twins] == []


def test_every_package_has_the_runtime_verbatim(swept: Swept) -> None:
    verbatim = digest(dict(sorted(runtime_files().items())))
    assert {row.runtime for row in swept.generated} == {verbatim}


def test_every_module_compiles_and_imports_without_a_warning(swept: Swept) -> None:
    assert_fine(tools.imports(swept.stage))


def test_black_leaves_every_module_as_it_is(swept: Swept, figures: Figures) -> None:
    modules = tools.modules(swept.stage)
    changed = tools.reformatted(modules)
    figures(f"black: {len(changed)} of {len(modules)} modules changed")
    assert not changed


def test_mypy_finds_nothing(sharing: Path, figures: Figures) -> None:
    checked = tools.mypy(sharing)
    figures(f"mypy --strict: {checked.text.splitlines()[-1]}")
    assert_fine(checked)
    assert f"in {len(tools.modules(sharing))} source files" in checked.text


def test_pyright_finds_nothing(sharing: Path, figures: Figures) -> None:
    checked = tools.pyright(sharing)
    counts = re.findall(r"^Total files checked: (\d+)", checked.text, re.MULTILINE)
    total = sum(map(int, counts))
    figures(f"pyright, strict: exit status {checked.status}, {total} files checked")
    assert_fine(checked)
    assert total == len(tools.modules(sharing))


def test_neither_hash_seed_nor_order_changes_a_byte() -> None:
    forth = start("-m", "corpus.digests", env={"PYTHONHASHSEED": "1"})
    back = start("-m", "corpus.digests", "backwards", env={"PYTHONHASHSEED": "2"})
    once, again = said(forth), said(back)
    assert_fine(once)
    lines = once.text.splitlines()
    assert len({line.partition("\t")[0] for line in lines}) == len(FILES)
    assert set(lines) ^ set(again.text.splitlines()) == set()


def test_no_secret_of_a_collection_is_in_its_package(
    swept: Swept, figures: Figures
) -> None:
    known = {row.package: row.secrets for row in swept.generated}
    leaks = [
        f"{path}: holds a secret of {len(secret)} characters"
        for package, literals in known.items()
        for path, text in _texts(swept.stage / package)
        for secret in literals
        if _is_word_of(secret, text)
    ]
    total = sum(map(len, known.values()))
    figures(f"secrets: {total} literals in collections, {len(leaks)} in packages")
    assert total > 50
    assert not leaks


def _texts(package: Path) -> list[tuple[Path, str]]:
    # Without the runtime, which another test holds to be free of any collection.
    own = (p for p in package.rglob("*.py") if "_runtime" not in p.parts)
    return [(path, path.read_text("utf-8")) for path in own]


def _is_word_of(secret: str, text: str) -> bool:
    # As a whole word: one of the secrets is a part of its own variable's name.
    return secret in text and bool(
        re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text)
    )


def assert_fine(result: Said) -> None:
    assert result.status == 0, result.text
