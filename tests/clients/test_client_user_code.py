"""Programs that call generated clients, as mypy and pyright see them, both strict.

A line that says `# wrong` must be an error to both, and no other line to either.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

RIGHT = """\
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bookshop_client import OMIT, AsyncBookshop, Bookshop, models

BOOK: Mapping[str, Any] = {"title": "Solaris", "pages": 204}


def keywords(shop: Bookshop) -> None:
    books = shop.catalogue.books
    books.add_a_book(title="Solaris", pages=204, subtitle=None)
    books.add_a_book(published=dt.date(1961, 1, 1), tags=["novel", "space"])
    books.add_a_book(published="1961-01-01", price={"amount": 9.9})
    books.add_a_book(price=models.PriceInput(amount=9.9, currency="EUR"))
    books.change_a_book(1, tags=("classic",))
    books.change_a_book("1", tags=[])
    books.change_a_book(id=1, tags=None)
    books.list(page=1, per_page="20", in_stock=True, genre=["novel"])
    shop.orders.pay(1, method="card", remember_card=True, voucher=["SPRING"])
    shop.reviews.reviews_of_a_book(book=1, first=10)
    shop.catalogue.books.pictures.add_pictures(1, front=Path("a.png"), more=[b"x"])


def whole(shop: Bookshop) -> None:
    books = shop.catalogue.books
    books.add_a_book(body=BOOK)
    books.add_a_book(body={"title": "Solaris"})
    books.add_a_book(body='{"title": "Solaris"}')
    books.add_a_book(body=b'{"title": "Solaris"}')
    books.add_a_book(body=None)
    books.replace_a_book(1, body=books.id(1))
    shop.orders.place_an_order(body=shop.orders.order(1))
    shop.orders.pay(1, body={"method": "card"})
    shop.orders.pay(1, body=[("voucher", "A"), ("voucher", "B")])
    shop.orders.pay(1, body=shop.orders.pay(1, method="card"))
    shop.reviews.reviews_of_a_book(body={"book": 1})
    shop.import_(body="9780156027601")


def both(shop: Bookshop) -> None:
    books = shop.catalogue.books
    books.replace_a_book(1, body=books.id(1), pages=205)
    books.add_a_book(body=BOOK, pages=None, title="Eden")
    shop.orders.pay(1, body={"method": "card"}, amount="9.90")


def omitted(shop: Bookshop) -> None:
    books = shop.catalogue.books
    books.add_a_book(body=OMIT)
    books.add_a_book(title=OMIT, pages=OMIT, price=OMIT)
    books.list(page=OMIT, genre=OMIT, in_stock=OMIT)
    books.export_as_csv(format=OMIT)
    shop.orders.place_an_order(prefer=OMIT, x_request_id=OMIT, gift=True)
    shop.orders.pay(1, voucher=OMIT, body=OMIT)
    Bookshop(shop_token=OMIT, api_key=None)
    Bookshop(headers={"Accept": OMIT, "X-Shop": "north"})


def reading(page: int | None) -> None:
    given = OMIT if page is None else page
    Bookshop().catalogue.books.list(page=given)


async def twin(shop: AsyncBookshop) -> None:
    books = shop.catalogue.books
    await books.add_a_book(title="Solaris", pages=204)
    await books.add_a_book(body=BOOK)
    await books.replace_a_book(1, body=await books.id(1), pages=205)
    await books.list(page=OMIT)
    await shop.orders.pay(1, body=OMIT)
    AsyncBookshop(shop_token=OMIT)
"""

WRONG = """\
from bookshop_client import OMIT, AsyncBookshop, Bookshop, models

ERROR = models.Error(message="gone", path=[])


def sync(shop: Bookshop, star: models.Star) -> None:
    books = shop.catalogue.books
    books.add_a_book(body=ERROR)  # wrong
    books.add_a_book(body=star)  # wrong
    books.add_a_book(body=5)  # wrong
    books.add_a_book(body=[])  # wrong
    books.add_a_book(ERROR)  # wrong
    books.add_a_book(titel="Solaris")  # wrong
    books.add_a_book(title=5)  # wrong
    books.add_a_book(pages="many")  # wrong
    books.add_a_book(price=star)  # wrong
    books.add_a_book("Solaris")  # wrong
    books.id()  # wrong
    books.id(None)  # wrong
    books.id(OMIT)  # wrong
    books.id(1, 2)  # wrong
    books.change_a_book(tags=[])  # wrong
    books.list(1)  # wrong
    books.list(page=None)  # wrong
    books.list(in_stock="yes")  # wrong
    books.list(genre=[1])  # wrong
    books.list(pages=1)  # wrong
    shop.orders.pay(1, body=5)  # wrong
    shop.orders.pay(1, body=ERROR)  # wrong
    books.pictures.add_pictures(1, body=star)  # wrong
    shop.orders.pay(1, amount=None)  # wrong
    shop.orders.place_an_order(x_request_id=None)  # wrong
    shop.orders.place_an_order(body=star)  # wrong
    shop.stock.levels()  # wrong
    shop.stock.report_counts("north")  # wrong
    shop.import_(body=None)  # wrong
    shop.import_()  # wrong
    Bookshop(token="x")  # wrong
    Bookshop("http://127.0.0.1")  # wrong


async def twin(shop: AsyncBookshop) -> None:
    books = shop.catalogue.books
    await books.add_a_book(body=ERROR)  # wrong
    await books.add_a_book(body=5)  # wrong
    await books.id()  # wrong
    await books.id(None)  # wrong
    await books.list(1)  # wrong
    await books.list(pages=1)  # wrong
    await books.replace_a_book(1, body=books.id(1))  # wrong
    AsyncBookshop(token="x")  # wrong
"""


def errors_of_mypy(program: Path, packages: Path) -> set[int]:
    """The lines that `mypy --strict` complains of."""
    told = ("--strict", "--no-error-summary", "--hide-error-context")
    done = subprocess.run(
        (
            *(sys.executable, "-m", "mypy"),
            *told,
            "--cache-dir",
            program.parent,
            program,
        ),
        env={"MYPYPATH": str(packages), "PATH": ""},
        cwd=program.parent,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return {int(each) for each in re.findall(r"program\.py:(\d+): error", done.stdout)}


def errors_of_pyright(program: Path, packages: Path) -> set[int]:
    """The lines that pyright complains of, in strict mode."""
    project = program.parent / "pyrightconfig.json"
    settings = {
        "include": [program.name],
        "extraPaths": [str(packages)],
        "typeCheckingMode": "strict",
    }
    project.write_text(json.dumps(settings), "utf-8")
    python = ("--pythonpath", sys.executable)
    done = subprocess.run(
        (*(sys.executable, "-m", "pyright"), "--outputjson", "-p", project, *python),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    said = json.loads(done.stdout)
    assert said["summary"]["filesAnalyzed"] == 1
    found = said["generalDiagnostics"]
    return {each["range"]["start"]["line"] + 1 for each in found}


CHECKERS = {"mypy": errors_of_mypy, "pyright": errors_of_pyright}


@pytest.mark.slow
@pytest.mark.parametrize("checker", CHECKERS)
@pytest.mark.parametrize("text", [RIGHT, WRONG], ids=["right", "wrong"])
def test_checkers_accept_what_is_right_and_nothing_else(
    packages: Path, tmp_path: Path, checker: str, text: str
) -> None:
    program = tmp_path / "program.py"
    program.write_text(text, "utf-8")
    lines = text.splitlines()
    wrong = {n for n, line in enumerate(lines, 1) if line.endswith("# wrong")}
    found = CHECKERS[checker](program, packages)
    assert sorted(lines[n - 1] for n in found - wrong) == []
    assert sorted(lines[n - 1] for n in wrong - found) == []
    assert bool(wrong) == (text is WRONG)
