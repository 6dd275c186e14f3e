"""The table of notices: each code has its wording, and each call gives its fields."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter

import pytest
from house.modules import modules

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import notice, strict_errors, unsilenced

NOT_MADE = {(Code.BODY_INCOMPLETE, "")}


@dataclass(frozen=True, slots=True)
class Call:
    """A call in the generator that makes a notice; `case` None: computed there."""

    where: str
    code: Code
    case: str | None
    fields: frozenset[str]


def _calls() -> Iterator[Call]:
    for module in modules():
        for node in ast.walk(module.tree):
            code = _code_of(node)
            if isinstance(node, ast.Call) and code is not None:
                yield _call(f"{module.name}:{node.lineno}", code, node)


def _code_of(node: ast.AST) -> Code | None:
    """The code among the positional arguments of a call, if there is one."""
    arguments = node.args if isinstance(node, ast.Call) else []
    for each in arguments:
        if isinstance(each, ast.Attribute) and ast.unparse(each.value) == "Code":
            return Code[each.attr]
    return None


def _call(where: str, code: Code, node: ast.Call) -> Call:
    keywords = {str(each.arg): each.value for each in node.keywords}
    case: str | None = ""
    if "case" in keywords:
        given = keywords["case"]
        case = str(given.value) if isinstance(given, ast.Constant) else None
    return Call(where, code, case, frozenset(keywords) - {"case", "spot"})


CALLS = list(_calls())


def _fields(wording: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(wording) if name}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.where} {call.code}")
def test_a_call_gives_the_fields_of_its_wording(call: Call) -> None:
    if call.case is not None:
        assert call.fields == _fields(call.code.wordings[call.case])
    else:
        every = [_fields(each) for each in call.code.wordings.values()]
        assert call.fields in every


def test_every_wording_is_used() -> None:
    table = {(code, case) for code in Code for case in code.wordings}
    used = {(each.code, each.case) for each in CALLS if each.case is not None}
    computed = {each.code for each in CALLS if each.case is None}
    assert {row for row in table - used if row[0] not in computed} == NOT_MADE


def test_every_code_says_what_it_means() -> None:
    assert [str(code) for code in Code if not code.meaning.endswith(".")] == []


def test_fields_fill_the_wording() -> None:
    made = notice(("Sub", "Get"), Code.UNSUPPORTED_SCHEME, scheme="ws")
    assert str(made) == (
        "Sub / Get: ws:// is not HTTP: the request is left out [unsupported-scheme]"
    )


def test_braces_of_a_field_are_text() -> None:
    made = notice((), Code.UNSUPPORTED_SCHEME, scheme="{scheme.__class__}{0}")
    assert made.text == "{scheme.__class__}{0}:// is not HTTP: the request is left out"


def test_a_field_is_cut() -> None:
    made = notice((), Code.UNUSABLE_ITEM, case="method", method="A" * 100_000)
    assert made.text == f"{'A' * 400!r} is no HTTP method: the request is left out"


def test_a_case_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        notice((), Code.NO_URL, case="no_port")


def test_what_was_asked_for_is_no_error() -> None:
    asked = notice((), Code.EXCLUDED, case="no_match", pattern="x")
    other = notice((), Code.EMPTY)
    assert strict_errors([asked, other]) == (other,)


def test_patterns_silence_notices() -> None:
    inner, outer = notice(("A", "B"), Code.NO_URL), notice(("C",), Code.NO_URL)
    assert unsilenced([inner, outer], ["A: no-url"]) == (outer,)
    assert unsilenced([inner, outer], ["no-url"]) == ()
    assert unsilenced([inner, outer], ["no-method"]) == (inner, outer)
