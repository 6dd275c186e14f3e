"""PackageView -> files that Python can read, without the requests that give invalid Python.

What is generated is valid by construction; this limits the damage of faults in postkiln.
Compiling all modules finds each of them and costs a twentieth of making the modules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.errors import RenderError
from postkiln.diagnostics.notices import Notice, notice
from postkiln.model.api import Api, Endpoint, in_document_order
from postkiln.python.left_out import leave_out
from postkiln.python.view import Function, PackageView, ResourceModule
from postkiln.render import is_generated, render


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of a package, the view they show, and what had to be left out of it."""

    files: Mapping[str, str]
    view: PackageView
    notices: tuple[Notice, ...] = ()


def render_valid(api: Api, view: PackageView, place: str) -> Rendered:
    """The files of a view, without the requests that give invalid Python.

    Raises RenderError, with `place` as the name of the collection, where no request is
    the cause.
    """
    files = render(view)
    if _first_problem(files) is None:
        return Rendered(files, view)
    view, notices = leave_out_invalid(api, view)
    files = render(view)
    problem = _first_problem(files)
    if problem is not None:
        raise RenderError(
            f"{place}: what was made of it is no Python ({problem}), so nothing is "
            "written. This is a fault of postkiln: please report it. To have a client "
            "all the same, leave the part that is the cause out by --exclude"
        )
    return Rendered(files, view, notices)


def leave_out_invalid(
    api: Api, view: PackageView
) -> tuple[PackageView, tuple[Notice, ...]]:
    """The view without the requests whose own source is no Python, and a notice for each."""
    problems = dict(_problems(view))
    if not problems:
        return view, ()
    broken: list[Endpoint] = []
    notices: list[Notice] = []
    for endpoint in in_document_order(api.root):
        problem = problems.get(endpoint.index)
        if problem is None:
            continue
        broken.append(endpoint)
        notices.append(notice(endpoint.path, Code.NOT_PYTHON, problem=problem))
    locked = {endpoint.index: endpoint.locked for endpoint in broken}
    return leave_out(view, locked), tuple(notices)


def _problems(view: PackageView) -> Iterator[tuple[int, str]]:
    """The endpoints whose constant or method is no Python, and why."""
    for module in (view.root, *view.resources):
        for index, text in _endpoint_source(module):
            problem = _problem(text)
            if problem is not None:
                yield index, problem


def _endpoint_source(module: ResourceModule) -> Iterator[tuple[int, str]]:
    """The statements of each endpoint, as they would stand alone."""
    for constant in module.constants:
        if constant.index is not None:
            yield constant.index, constant.text
    for cls in module.classes:
        for function in cls.functions:
            if function.index is not None:
                yield function.index, _alone(function)


def _alone(function: Function) -> str:
    lines = ("class _:", function.head, *function.docstring, function.body)
    return "\n".join(lines)


def _first_problem(files: Mapping[str, str]) -> str | None:
    """The first module that is no Python, and why; None where all are."""
    for path, text in files.items():
        if not is_generated(path):
            continue
        problem = _problem(text)
        if problem is not None:
            return f"{path}: {problem}"
    return None


def _problem(text: str) -> str | None:
    """Why a text is no Python; None where it is."""
    try:
        compile(text, "generated", "exec", dont_inherit=True)
    except SyntaxError as error:
        return error.msg
    except ValueError:  # half of a surrogate pair; before Python 3.12, NUL too
        return "characters that Python does not read"
    except (MemoryError, OverflowError, RecursionError):
        return "nested too deeply"
    return None
