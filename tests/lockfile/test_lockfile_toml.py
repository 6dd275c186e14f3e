"""A lock is text that sorts, merges and comes back as it was; damage is told, not used."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkiln.diagnostics.errors import UsageError
from postkiln.lockfile import (
    ClassNames,
    FolderNames,
    ItemNames,
    Lock,
    SecretPlace,
    read_lock,
    render_lock,
)

# No keyword of Python begins with "x".
NAMES = st.text(string.ascii_lowercase, min_size=2, max_size=8).map("x{}".format)
# A lone surrogate cannot be written as UTF-8: it becomes U+FFFD.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PATHS = st.lists(TEXTS, max_size=3).map(tuple)
TABLES = st.dictionaries(TEXTS, NAMES, max_size=3)
LOCKS = st.builds(
    Lock,
    items=st.lists(
        st.builds(
            ItemNames,
            path=PATHS,
            call=TEXTS,
            sends=TEXTS,
            shows=TEXTS,
            id=TEXTS,
            folder=NAMES,
            method=NAMES,
            arguments=TABLES,
            constants=PATHS,
            classes=TABLES,
        ),
        max_size=3,
    ).map(tuple),
    folders=st.lists(
        st.builds(
            FolderNames,
            path=PATHS,
            id=TEXTS,
            attribute=NAMES,
            module=NAMES,
            resource=NAMES,
        ),
        max_size=2,
    ).map(tuple),
    options=TABLES,
    locals=st.frozensets(TEXTS, max_size=3).map(sorted).map(tuple),
    secrets=st.lists(
        st.builds(SecretPlace, TEXTS, TEXTS, st.lists(PATHS, max_size=2).map(tuple)),
        max_size=2,
    ).map(tuple),
    classes=st.dictionaries(
        NAMES, st.builds(ClassNames, TEXTS, TABLES, TABLES), max_size=3
    ),
)


@given(LOCKS)
def test_what_is_written_reads_the_same(lock: Lock) -> None:
    text = render_lock(lock)
    again = read_lock(text.encode(), "p.lock")
    assert render_lock(again) == text
    assert (again.options, again.classes) == (lock.options, lock.classes)
    for were, are in ((lock.items, again.items), (lock.folders, again.folders)):
        assert len(were) == len(are)
        assert all(each in are for each in were)
    assert again.locals == lock.locals


@given(LOCKS)
def test_the_order_of_things_is_not_written(lock: Lock) -> None:
    turned = Lock(
        items=lock.items[::-1],
        folders=lock.folders,
        options=dict(list(lock.options.items())[::-1]),
        locals=lock.locals[::-1],
        secrets=lock.secrets,
        classes=dict(list(lock.classes.items())[::-1]),
    )
    keys = {(i.path, i.call, i.sends, i.shows) for i in lock.items}
    if len(keys) == len(lock.items):
        assert render_lock(turned) == render_lock(lock)


OLDER = """\
# The names of this client, kept by postkiln: regenerating renames none of them.
version = 1
locals = []

[options]
"bearer token" = "access_token"

[[secret]]
slot = "auth:bearer.token"
hole = "bearer token"
where = [
    ["Orders", "Place an order"],
]
"""


def test_an_older_lock_that_calls_a_variable_hole_reads_the_same() -> None:
    secret = SecretPlace(
        slot="auth:bearer.token",
        variable="bearer token",
        where=(("Orders", "Place an order"),),
    )
    lock = Lock(options={"bearer token": "access_token"}, secrets=(secret,))
    assert read_lock(OLDER.encode(), "shop.lock") == lock
    text = render_lock(lock)
    assert 'variable = "bearer token"' in text
    assert read_lock(text.encode(), "shop.lock") == lock


GOOD = render_lock(Lock(options={"base": "base_url"}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# My own notes.\n", "is not a lock file of postkiln's. Move it"),
        (
            GOOD.replace("version = 1", "version = 2"),
            "version 2 is of another postkiln",
        ),
        (GOOD + "<<<<<<< ours\n", "contains an unresolved merge conflict"),
        (GOOD + "[[item]]\n", "cannot be read: 'folder'"),
        (GOOD.replace('"base_url"', '"base-url"'), "'base-url' is not a Python name"),
        (GOOD.replace('"base_url"', '"x)\\nimport os"'), "is not a Python name"),
        (GOOD.replace('"base_url"', '"class"'), "'class' is not a Python name"),
        (GOOD.replace('"base_url"', "1"), "1 must be a string"),
        (GOOD + "[[", "cannot be read"),
    ],
)
def test_a_damaged_lock_is_refused(text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_lock(text.encode(), "shop.lock")
    assert str(caught.value).startswith("shop.lock: ")
    assert told in str(caught.value)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UsageError, match="not UTF-8"):
        read_lock(b"\xff", "shop.lock")
