"""The hops in their order: bytes -> Collection -> Api -> PackageView -> {path: text}."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from postkiln.collection import load, load_environment
from postkiln.errors import Notice, UsageError
from postkiln.model import build
from postkiln.model.api import Api, endpoints
from postkiln.model.dump import dump
from postkiln.model.mappings import Readings
from postkiln.outline import outline
from postkiln.python.package import package_view
from postkiln.python.view import PackageView
from postkiln.render import render
from postkiln.results import Inspection, Result, Scope, is_package_name


@dataclass(frozen=True, slots=True)
class Baked:
    """What the hops before rendering say, for those who play a package back."""

    api: Api
    view: PackageView


EVERYTHING = Scope()


def read(
    source: bytes, place: str, scope: Scope = EVERYTHING
) -> tuple[Api, tuple[Notice, ...]]:
    """The endpoint model of a document, and every notice on the way to it."""
    loaded = load(source, place)
    api = build(
        loaded.collection,
        environments=[load_environment(text, at) for at, text in scope.environments],
        include=scope.include,
        exclude=scope.exclude,
        readings=Readings(scope.dicts, scope.objects),
    )
    if scope.include and not any(endpoints(api.root)):
        raise UsageError(
            f"{place}: no request matches --include {_listed(scope.include)}"
        )
    return api, (*loaded.notices, *api.notices)


def _listed(patterns: Sequence[str]) -> str:
    return ", ".join(map(repr, patterns))


def bake(
    source: bytes, place: str, scope: Scope = EVERYTHING, *, package: str | None = None
) -> tuple[Result, Baked]:
    """A package, and the models it came from."""
    if package is not None and not is_package_name(package):
        raise UsageError(f"package {package!r} is not a name Python can import")
    api, notices = read(source, place, scope)
    view = package_view(api, package)
    result = Result(
        package=view.package,
        client=view.client,
        files=render(view),
        endpoints=len(view.calls),
        models=sum(len(module.models) for module in view.models),
        notices=notices,
    )
    return result, Baked(api, view)


def look(source: bytes, place: str, scope: Scope = EVERYTHING) -> Inspection:
    """What a package would be, without rendering it."""
    api, notices = read(source, place, scope)
    return Inspection(outline(api, package_view(api)), dump(api), notices)
