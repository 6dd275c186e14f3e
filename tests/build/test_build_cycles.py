"""Variables that lead back to themselves have no value, and are told."""

from __future__ import annotations

import pytest

from postkiln.build.variables import cyclic_notices, values_of
from postkiln.postman.collection import DefinedVariable

CASES = [
    ({"a": "1", "b": "{{a}}/{{c}}"}, ""),
    ({"a": "{{a}}"}, "'a'"),
    ({"a": "{{b}}", "b": "x{{c}}", "c": "{{a}}{{d}}", "d": "1"}, "'a', 'b', 'c'"),
    ({"into": "{{a}}", "a": "{{b}}", "b": "{{a}}", "out": "1"}, "'into', 'a', 'b'"),
    ({"guid": "{{$guid}}"}, ""),
    (
        {f"a{n}": f"{{{{a{(n + 1) % 7}}}}}" for n in range(7)},
        "'a0', 'a1', 'a2', 'a3', 'a4' and 2 more",
    ),
]


@pytest.mark.parametrize(("texts", "names"), CASES, ids=lambda value: str(value)[:30])
def test_variables_that_lead_round_are_told(texts: dict[str, str], names: str) -> None:
    values = values_of((), [DefinedVariable(key, text) for key, text in texts.items()])
    said = [each.text.partition(": ")[2] for each in cyclic_notices(values)]
    assert said == ([names] if names else [])


def test_long_chains_take_one_look_at_each() -> None:
    chain = [DefinedVariable(f"a{n}", f"{{{{a{n + 1}}}}}") for n in range(50_000)]
    assert list(cyclic_notices(values_of((), chain))) == []
