"""What calls send of themselves on the corpus: no text that names one thing.

The whole table is for a reader: `python -m values unasked`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from corpus.found import ABSENT, FILES
from values import unasked
from values.unasked import Place

from postkiln.build.placement.tables.names import Says, is_version, says
from postkiln.build.placement.tables.path_table import is_constant_number
from postkiln.build.placement.tables.texts import is_number, is_sample

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not FILES, reason=ABSENT),
]

SMALL = 100  # a number below it is a setting, where requests have it in common


def named(found: Place) -> bool:
    """Whether what is sent names one thing."""
    place, key, text = found
    if not is_sample(text):
        return False
    match place:
        case "path":
            is_constant = is_number(text) and is_constant_number(text, (key,))
            return not (is_constant or is_version(text))
        case "query":
            is_setting = is_number(text) and abs(float(text)) < SMALL
            return not (is_setting or says(key, Says.VERSION, Says.FORMAT))
        case "header":
            return not says(key, Says.VERSION, Says.FORMAT, Says.READING)
        case _:
            return False  # texts that items differ by, and selectors


def signed_by_hand(found: Place) -> bool:
    """Parts of a signature that collections have written out: they are sent as in Postman."""
    return found[1].startswith("oauth_") or found[1] == "authorization"


def test_no_call_names_a_thing_by_itself(
    record_property: Callable[[str, object], None],
) -> None:
    results = unasked.unasked_of(FILES)
    *_, total = unasked.table(results)
    record_property("figures", total)
    assert sum(each.methods for each in results) > 10_000
    assert sorted(_things(results)) == []


def _things(results: tuple[unasked.Unasked, ...]) -> Iterator[str]:
    for each in results:
        for found in each.found:
            if named(found) and not signed_by_hand(found):
                yield f"{each.file}: {' '.join(found)}"
