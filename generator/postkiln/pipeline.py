"""The hops in their order: bytes -> Collection -> Api -> PackageView -> {path: text}."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from postkiln.build import build
from postkiln.build.mappings import Readings
from postkiln.diagnostics.errors import Notice, UsageError
from postkiln.lockfile import NO_LOCK, Lock, read_lock, written
from postkiln.model.api import Api, endpoints
from postkiln.model.dump import dump
from postkiln.outline import outline, types_outline
from postkiln.postman import format_document, load, load_environment, split
from postkiln.python.plan import package_name, package_view
from postkiln.python.view import PackageView
from postkiln.results import (
    Inspection,
    LockFinder,
    Result,
    Scope,
    Source,
    check_env_prefix,
    is_package_name,
    no_lock,
)
from postkiln.valid import readable, rendered


@dataclass(frozen=True, slots=True)
class Baked:
    """What the hops before rendering say, for those who play a package back."""

    api: Api
    view: PackageView


__all__ = ["Baked", "bake", "format_document", "lay_out", "look", "read", "split"]

EVERYTHING = Scope()


def read(
    source: Source, place: str, scope: Scope, lock: Callable[[str], Lock]
) -> tuple[Api, Lock, tuple[Notice, ...]]:
    """The endpoint model of a document, its lock, and every notice on the way to it.

    `lock` is asked for that of the package by the collection's name.
    """
    loaded = load(source, place)
    known = lock(loaded.collection.name)
    environments = [load_environment(text, at) for at, text in scope.environments]
    api = build(
        loaded.collection,
        environments=environments,
        include=scope.include,
        exclude=scope.exclude,
        readings=Readings(scope.dicts, scope.objects),
        lock=known,
    )
    if scope.include and not any(endpoints(api.root)):
        raise UsageError(
            f"{place}: no request matches --include {_listed(scope.include)}"
        )
    told = (notice for each in environments for notice in each.notices)
    return api, known, loaded.with_lines((*loaded.notices, *told, *api.notices))


def _listed(patterns: Sequence[str]) -> str:
    return ", ".join(map(repr, patterns))


def lay_out(
    source: Source,
    place: str,
    scope: Scope = EVERYTHING,
    *,
    package: str | None = None,
    lock: LockFinder = no_lock,
) -> tuple[Baked, tuple[Notice, ...]]:
    """The models of a package, all but rendered. `lock` finds the lock of a package."""
    if package is not None and not is_package_name(package):
        raise UsageError(f"package {package!r} is not a name Python can import")
    prefix = check_env_prefix(scope.env_prefix)

    def known(collection: str) -> Lock:
        found = lock(package or package_name(collection))
        return NO_LOCK if found is None else read_lock(found[1], found[0])

    api, kept, notices = read(source, place, scope, known)
    return Baked(api, package_view(api, package, kept, scope.names, prefix)), notices


def bake(
    source: Source,
    place: str,
    scope: Scope = EVERYTHING,
    *,
    package: str | None = None,
    lock: LockFinder = no_lock,
) -> tuple[Result, Baked]:
    """A package, and the models it came from."""
    baked, notices = lay_out(source, place, scope, package=package, lock=lock)
    made = rendered(baked.api, baked.view, place)
    view = made.view
    result = Result(
        package=view.package,
        client=view.client,
        files=made.files,
        lock=written(view.lock),
        endpoints=len(view.calls),
        models=sum(len(module.models) for module in view.models),
        notices=(*notices, *made.notices),
    )
    return result, Baked(baked.api, view)


def look(source: Source, place: str, scope: Scope = EVERYTHING) -> Inspection:
    """What a package would be, without rendering it."""
    baked, notices = lay_out(source, place, scope)
    view, left_out = readable(baked.api, baked.view)
    types = {"types": [asdict(each) for each in view.types]}
    return Inspection(
        lines=outline(baked.api, view),
        types=types_outline(view),
        json={**dump(baked.api), **types},
        notices=(*notices, *left_out),
    )
