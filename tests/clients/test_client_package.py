"""Generated packages as Python sees them: lazy to import, and checked by mypy."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from clients.generated import PACKAGES

LOADED = """\
import json, sys
{program}
print(json.dumps(sorted(m for m in sys.modules if m.startswith(("bookshop_client", "httpx2")))))
"""


def loaded(packages: Path, program: str) -> set[str]:
    """The modules that a program has loaded, of the package and of httpx2."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED.format(program=program)],
        cwd=packages,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return set(json.loads(done.stdout))


def test_importing_a_package_loads_neither_transport_nor_api(packages: Path) -> None:
    found = loaded(packages, "import bookshop_client")
    own = {name for name in found if not re.match(r"bookshop_client\._runtime\b", name)}
    assert own == {"bookshop_client"}


def test_importing_errors_loads_no_transport(packages: Path) -> None:
    found = loaded(packages, "from bookshop_client import NotFoundError")
    assert not {name for name in found if re.match("httpx2|.*models", name)}


def test_a_client_loads_the_folders_that_are_used(packages: Path) -> None:
    program = "from bookshop_client import Bookshop\nBookshop().orders.list_orders"
    found = loaded(packages, program)
    names = {name.partition("bookshop_client.")[2] for name in found}
    assert {n for n in names if n.startswith("resources.")} == {"resources.orders"}
    assert not {n for n in names if n.startswith("models.")}
    assert "httpx2" in found


def test_a_model_loads_its_own_module(packages: Path) -> None:
    found = loaded(packages, "from bookshop_client.models import Levels")
    names = {name.partition("bookshop_client.")[2] for name in found}
    assert {n for n in names if n.startswith("models.")} == {"models.stock"}
    assert "httpx2" not in found


@pytest.mark.parametrize("package", PACKAGES.values())
@pytest.mark.parametrize("part", ["", ".models", ".errors"])
def test_every_public_name_is_there_and_shown(
    packages: Path, package: str, part: str
) -> None:
    module = import_module(f"{package}{part}")
    assert set(module.__all__) <= set(dir(module))
    assert all(getattr(module, name) is not None for name in module.__all__)
    assert len(set(module.__all__)) == len(module.__all__) > 3


def test_a_mistyped_name_is_an_error(packages: Path) -> None:
    with pytest.raises(ImportError, match="Bookshopp"):
        exec("from bookshop_client import Bookshopp", {})
    with pytest.raises(AttributeError, match="'bookshop_client' has no attribute 'x'"):
        _ = import_module("bookshop_client").x


PROGRAM = """\
import datetime as dt
from typing import assert_type
from bookshop_client import OMIT, AsyncBookshop, Bookshop, NotFoundError, models
from zoho_crm import ZohoCrm
from zoho_crm import Typo  # attr-defined

def sync(shop: Bookshop, zoho: ZohoCrm) -> None:
    mapping = zoho.job_details(job_id="1").resource[0].field_mappings[0]
    assert_type(mapping.format, str | None)
    assert_type(zoho.job_details("1").created_time, dt.datetime)
    zoho.job_details(1)  # arg-type
    zoho.job_detail("1")  # attr-defined
    assert_type(shop.catalogue.books.id(1).published, dt.date)
    assert_type(shop.catalogue.books.export_as_json(), list[models.ExportAsJson])
    assert_type(shop.genres(), list[str])
    assert_type(shop.catalogue.books.pictures.get_the_cover(1), bytes)
    assert_type(shop.import_(body="x"), models.ImportOk | models.ImportCreated | models.ImportAccepted)
    shop.catalogue.books.list(page=OMIT, genre=["a"], in_stock=True)
    shop.catalogue.books.list(page="1")
    shop.catalogue.books.list(page=1.5)  # arg-type
    shop.catalogue.books.list(page=None)  # arg-type
    shop.catalogue.books.list(1)  # call-arg misc
    shop.orders.place_an_order(x_request_id="1", gift=True, note=None)
    shop.orders.place_an_order(lines=[models.LineInput(book_id=1), {"book_id": 2}])
    shop.orders.place_an_order(gift="yes")  # arg-type
    shop.orders.place_an_order(gfit=True)  # call-arg
    shop.orders.place_an_order({"gift": True})  # call-arg arg-type
    shop.orders.place_an_order(x_request_id="1", body=shop.orders.order(1))
    shop.orders.place_an_order(body={"gift": True})
    shop.orders.place_an_order(body=shop.catalogue.books.id(1))  # arg-type
    shop.orders.pay()  # call-arg
    shop.catalogue.books.pictures.put_the_cover(1)  # call-arg
    shop.orders.order(1).lines[0].titel  # attr-defined
    models.LineInput(book=1)  # call-arg
    Bookshop(base_ulr="x")  # call-arg
    Bookshop(timeout=1.5, strict=True, headers={"X-A": "b"}).close()
    Bookshop(timeout="1")  # arg-type
    try:
        shop.genres()
    except NotFoundError as error:
        assert_type(error.body, models.ErrorBody | str | None)

async def twin(shop: AsyncBookshop) -> None:
    assert_type((await shop.orders.order(1)).placed_at, dt.datetime)
    shop.orders.order(1).placed_at  # attr-defined
"""


def test_mypy_knows_every_type_and_catches_typos(
    packages: Path, tmp_path: Path
) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    told = ["--strict", "--no-error-summary", "--hide-error-context"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *told, "--cache-dir", tmp_path, program],
        env={"MYPYPATH": str(packages), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    found = re.findall(r"program\.py:(\d+): error:.*\[([a-z-]+)\]", done.stdout)
    lines = PROGRAM.splitlines()
    expected = {
        number for number, line in enumerate(lines, 1) if re.search("  # [a-z]", line)
    }
    wrong = [
        f"{lines[int(number) - 1]} [{code}]"
        for number, code in found
        if code not in lines[int(number) - 1].partition("  # ")[2].split()
    ]
    assert (wrong, {int(number) for number, _ in found}) == ([], expected), done.stdout
