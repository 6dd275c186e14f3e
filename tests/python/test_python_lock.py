"""What a lock keeps when a collection changes: methods, arguments, classes, options."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

import postkiln
from postkiln import Result, UsageError

Item = dict[str, Any]


def item(name: str, path: str = "", *bodies: Any, **request: Any) -> Item:
    """A GET request with an example for each body."""
    return {
        "name": name,
        "request": {"method": "GET", "url": f"https://shop.example{path}", **request},
        "response": [
            {"name": str(number), "code": 200, "body": json.dumps(body)}
            for number, body in enumerate(bodies)
        ],
    }


def made(*items: Item, after: Result | None = None, **more: Any) -> Result:
    """The package of these items, after another run."""
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    document = {"info": {"name": "Shop", "schema": schema}, "item": list(items)}
    lock = None if after is None else ("shop.lock", after.lock.encode())
    return postkiln.generate(
        json.dumps(document).encode(), place="shop.json", lock=lambda _: lock, **more
    )


def models(result: Result) -> str:
    return result.files["models/root.py"]


def classes(result: Result) -> set[str]:
    return {
        line.split()[1].partition("(")[0]
        for line in models(result).splitlines()
        if line.startswith("class ")
    }


BOOK = {"id": 1, "title": "a"}


def test_a_first_run_needs_none() -> None:
    one = made(item("Book", "/1", BOOK))
    assert made(item("Book", "/1", BOOK), after=one) == one


def test_a_class_keeps_its_name_while_it_grows() -> None:
    one = made(item("Book", "/1", BOOK))
    two = made(item("Tome", "/1", {**BOOK, "pages": 3}), after=one)
    assert classes(two) == {"Book"}
    assert "pages: int" in models(two)


def test_what_did_not_change_keeps_a_class_that_splits() -> None:
    first = item("Book", "/1", BOOK), item("Tome", "/2", BOOK)
    one = made(*first)
    assert classes(one) == {"Book"}
    two = made(item("Book", "/1", {**BOOK, "pages": 3}), first[1], after=one)
    assert "def tome(self) -> models.Book" in two.files["client.py"]
    assert "def book(self) -> models.Book" not in two.files["client.py"]
    assert len(classes(two)) == 2


def test_classes_that_become_equal_stay_two() -> None:
    one = made(item("Book", "/1", BOOK), item("Tome", "/2", {"id": 1}))
    two = made(item("Book", "/1", BOOK), item("Tome", "/2", BOOK), after=one)
    assert classes(two) == {"Book", "Tome"}
    assert made(item("Book", "/1", BOOK), item("Tome", "/2", BOOK)) != two


def test_what_is_new_takes_the_class_of_its_shape() -> None:
    one = made(item("Book", "/1", BOOK))
    both = item("Map", "/3", BOOK), item("Book", "/1", BOOK)
    assert classes(made(*both, after=one)) == {"Book"}
    assert classes(made(*both)) == {"Map"}


def test_inner_classes_stay_with_their_owner() -> None:
    one = made(item("Book", "/1", {"author": {"name": "a"}}))
    rival = item("Author", "/2", {"id": 1, "name": "a"})
    two = made(rival, item("Book", "/1", {"author": {"name": "a"}}), after=one)
    assert "    author: Author\n" in models(two)
    assert "-> models.Author:" not in two.files["client.py"]


def test_a_method_keeps_its_name_beside_a_new_one_of_that_name() -> None:
    one = made(item("Book", "/1"))
    two = made(item("Book", "/2"), item("Book", "/1"), after=one)
    before = two.files["client.py"].partition("    def book(self)")[2]
    assert "`GET /1`" in before.partition("    def ")[0]


def test_a_word_that_is_sent_by_itself_stays_so_and_an_optional_one_too() -> None:
    sale, new = (item(kind, f"/books?kind={kind}") for kind in ("sale", "new"))
    both = made(sale, new)
    assert 'def sale(self, *, kind: str | Omit = "sale")' in both.files["client.py"]
    assert both.files["client.py"].count(SALE) == 2  # the async one as well
    assert SALE in made(sale, after=both).files["client.py"]
    alone = made(sale)
    assert SALE not in alone.files["client.py"]
    assert SALE not in made(sale, new, after=alone).files["client.py"]


SALE = 'def sale(self, *, kind: str | Omit = "sale")'


def test_a_second_run_says_what_the_first_said() -> None:
    items = [
        item(name, "/1", header=[{"key": "X-Api-Key", "value": f"{name}-Zq9X7kW2"}])
        for name in ("first", "second", "second/third")
    ]
    one = made(*items, folder("Shelf", *items))
    assert made(*items, folder("Shelf", *items), after=one) == one


def folder(name: str, *items: Item) -> Item:
    return {"name": name, "item": list(items)}


def test_a_folder_keeps_its_names_when_its_requests_leave() -> None:
    one = made(folder("Shelf", item("Get", "/a"), item("List", "/b")))
    left = folder("Shelf", item("New", "/c"))
    two = made(item("Get", "/a"), item("List", "/b"), left, after=one)
    assert "def shelf(self)" in two.files["client.py"]
    assert "def get(self)" in two.files["client.py"]
    assert "class ShelfResource" in two.files["resources/shelf.py"]


def test_a_folder_that_is_renamed_keeps_its_names() -> None:
    one = made(folder("Shelf", item("Get", "/a")))
    two = made(folder("Rack", item("Get", "/a")), after=one)
    assert "def shelf(self)" in two.files["client.py"]


def test_folders_of_one_name_stay_apart() -> None:
    a, b = folder("Shelf", item("Get", "/a")), folder("Shelf", item("List", "/b"))
    one = made(a, b)
    two = made(b, a, after=one)
    for path in ("resources/shelf.py", "resources/shelf_2.py"):
        assert two.files[path] == one.files[path]


def test_an_argument_stays_one_when_another_folder_uses_the_variable() -> None:
    one = made(folder("A", item("Get", "/a/{{shop}}")))
    two = made(
        folder("A", item("Get", "/a/{{shop}}")),
        folder("B", item("Get", "/b/{{shop}}")),
        after=one,
    )
    assert "def get(self, shop: str)" in two.files["resources/a.py"]
    assert "def get(self, shop: str)" in two.files["resources/b.py"]


def test_an_option_stays_one_when_only_one_request_sends_it() -> None:
    items = [item(name, f"/{name}?flavor=plain") for name in ("a", "b", "c")]
    one = made(items[0], after=made(*items))
    assert "flavor: str | None | Omit = None" in one.files["client.py"]
    assert "flavor: str | None" not in made(items[0]).files["client.py"]
    more = made(items[0], item("D", "/d"), item("E", "/e"), after=one)
    assert "flavor: str | None | Omit = None" in more.files["client.py"]


def test_an_option_keeps_its_name_beside_another_of_its_key() -> None:
    def at(host: str, flavor: str) -> list[Item]:
        url = f"https://{host}.example"
        return [
            item(f"{host} {n}", url=f"{url}/{n}?flavor={flavor}")
            for n in ("a", "b", "c")
        ]

    one, other = at("one", "plain"), at("other", "sweet")
    names = made(*one, *other)
    assert _options(names) == {"plain": "flavor", "sweet": "other_example_flavor"}
    assert _options(made(*other, *one, after=names)) == _options(names)
    assert _options(made(*other, after=names)) == {"sweet": "other_example_flavor"}
    assert _options(made(*other, *one)) != _options(names)


def _options(result: Result) -> dict[str, str]:
    """The options for a flavor, by their defaults."""
    found = re.findall(
        r'Option\(\s+"(\w+)",\s+"query:flavor[^)]*?"(plain|sweet)"',
        result.files["client.py"],
    )
    return {default: name for name, default in found}


def test_a_literal_secret_keeps_its_option() -> None:
    one, other = (
        item(name, "/", url=f"https://{name}.example/{name}", header=[key(name)])
        for name in ("first", "second")
    )
    both = made(one, other)
    options = "second_x_api_key: str | None | Omit"
    assert options in both.files["client.py"]
    assert options in made(other, after=both).files["client.py"]
    assert options not in made(other).files["client.py"]
    assert "Zq9X7kW2" not in both.lock


def key(name: str) -> dict[str, str]:
    """A header with a secret that is written out."""
    return {"key": "X-Api-Key", "value": f"{name}-Zq9X7kW2"}


@pytest.mark.parametrize(
    ("key", "name", "path", "text"),
    [
        ("Book", "Volume", "models/root.py", "class Volume(Model):"),
        ("book", "volume", "client.py", "def volume("),
        ("book(q)", "text", "client.py", "text: str | Omit = OMIT"),
        ("(base_url)", "host", "client.py", "host: str | None = None"),
        ("shelf", "rack", "client.py", "def rack(self)"),
        ("shelf.count", "size", "resources/shelf.py", "def size(self)"),
    ],
)
def test_an_override_is_applied_and_not_locked(
    key: str, name: str, path: str, text: str
) -> None:
    items = item("Book", "/1?q=a", BOOK), folder("Shelf", item("Count", "/2"))
    plain = made(*items)
    overridden = made(*items, names={key: name})
    assert text not in plain.files[path]
    assert text in overridden.files[path]
    assert overridden.lock == plain.lock
    assert made(*items, after=overridden) == plain


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ({"Bok": "Volume"}, "there is no 'Bok'. Did you mean 'Book'?"),
        ({"book": "tome"}, "'tome' and 'book' would both be 'tome'"),
        ({"Book": "Tome"}, "would both be 'Tome'"),
        ({"book": "class"}, "'class' is no name of Python"),
        ({"book": "a b"}, "'a b' is no name of Python"),
        ({"book": "call"}, "'book' cannot be 'call': that is taken"),
        ({"book": "__init__"}, "cannot be '__init__'"),
        ({"Book": "Model"}, "cannot be 'Model'"),
        ({"Book": "dataclass"}, "cannot be 'dataclass'"),
        ({"Book": "list"}, "cannot be 'list'"),
        ({"Book": "dt"}, "cannot be 'dt'"),
        ({"Book": "lazy"}, "cannot be 'lazy'"),
        ({"book": "OMIT"}, "cannot be 'OMIT'"),
        ({"book": "Any"}, "cannot be 'Any'"),
        ({"(base_url)": "timeout"}, "cannot be 'timeout'"),
        ({"zzz": "a"}, "there is no 'zzz'. The lock has all names"),
    ],
)
def test_an_override_that_cannot_be_applied_is_an_error(
    names: dict[str, str], told: str
) -> None:
    items = item("Book", "/1", BOOK), item("Tome", "/2", {"id": 1})
    with pytest.raises(UsageError) as caught:
        made(*items, names=names)
    assert told in str(caught.value)


@pytest.mark.parametrize("name", ["Model", "dataclass", "list", "dt", "OMIT"])
def test_a_lock_gives_no_class_a_name_that_its_module_uses(name: str) -> None:
    one = made(item("Book", "/1", BOOK))
    edited = replace(one, lock=one.lock.replace("Book", name))
    assert classes(made(item("Book", "/1", BOOK), after=edited)) == {"Book"}
