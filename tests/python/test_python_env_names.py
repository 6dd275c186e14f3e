"""Names of environment variables: one form, and no two options share one."""

from __future__ import annotations

import json
import re

from hypothesis import example, given
from hypothesis import strategies as st

import postkiln
from postkiln.python.naming.env_names import env_names

VARIABLE = re.compile(r"POSTKILN_[A-Z0-9_]+__[A-Z0-9_]+")

identifiers = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
odd = st.text("aB_2", min_size=1).filter(str.isidentifier)
packages = st.one_of(identifiers, odd, st.text().filter(str.isidentifier))
options = st.lists(st.one_of(identifiers, odd), unique_by=str.casefold)


@given(options, packages)
@example(["a_b", "a__b", "_a_b_", "a_b_2", "_", "__", "option"], "_")
@example(["class_", "class__2", "class_2"], "книга")
def test_each_option_has_a_variable_of_the_one_form(
    names: list[str], package: str
) -> None:
    found = env_names(names, package, None)
    assert found.keys() == set(names)
    assert len(set(found.values())) == len(names)
    for each in found.values():
        assert VARIABLE.fullmatch(each)
        assert each.count("__") == 1
        assert "___" not in each
        assert not each.endswith("_")


@given(options, packages)
def test_under_a_prefix_of_the_users_own_they_end_the_same(
    names: list[str], package: str
) -> None:
    common = env_names(names, package, None)
    own = env_names(names, package, "MY_SHOP")
    assert {name: each.removeprefix("MY_SHOP_") for name, each in own.items()} == {
        name: each.partition("__")[2] for name, each in common.items()
    }


@given(options, packages)
def test_false_is_no_variables(names: list[str], package: str) -> None:
    assert env_names(names, package, False) == {}


@given(options)
def test_a_name_that_needs_no_change_keeps_its_variable(names: list[str]) -> None:
    plain = [name for name in names if "__" not in f"_{name}_"]
    assert env_names(plain, "shop", "A") == {n: f"A_{n.upper()}" for n in plain}
    found = env_names(names, "shop", "A")
    assert {name: found[name] for name in plain} == env_names(plain, "shop", "A")


def test_names_that_differ_in_underscores_are_numbered() -> None:
    assert env_names(["a__b", "a_b", "a___b"], "shop", None) == {
        "a__b": "POSTKILN_SHOP__A_B_2",
        "a_b": "POSTKILN_SHOP__A_B",
        "a___b": "POSTKILN_SHOP__A_B_3",
    }


def test_a_package_of_another_script_is_transliterated() -> None:
    assert env_names(["token"], "книга", None) == {"token": "POSTKILN_KNIGA__TOKEN"}


def test_variables_of_a_collection_that_would_share_one_do_not() -> None:
    """`class` is `class_`, `Class` then `class__2`, and `class 2` is `class_2`."""
    names = ["class", "Class", "class 2"]
    auths = [{"key": "token", "value": "{{" + name + "}}"} for name in names]
    items = [
        {
            "name": f"Ask {number}",
            "request": {
                "method": "GET",
                "url": "https://shop.example/x",
                "auth": {"type": "bearer", "bearer": [auth]},
            },
        }
        for number, auth in enumerate(auths)
    ]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    document = {"info": {"name": "Shop", "schema": schema}, "item": items}
    made = postkiln.generate(json.dumps(document).encode(), place="shop.json")
    found = re.findall(r'"(POSTKILN_SHOP__CLASS\w*)"', made.files["client.py"])
    assert sorted(found) == [
        "POSTKILN_SHOP__CLASS",
        "POSTKILN_SHOP__CLASS_2",
        "POSTKILN_SHOP__CLASS_2_2",
    ]
