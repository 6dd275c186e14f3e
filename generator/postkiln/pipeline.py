"""The hops in their order: bytes -> Collection -> Api -> PackageView -> {path: text}.

Read `plan` first: it goes as far as the view. `generate` renders the view, `inspect`
describes it, and `inspect_stage` shows what some items are after one of the hops.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from postkiln.build import build
from postkiln.build.mappings import MappingRules
from postkiln.diagnostics.errors import UsageError
from postkiln.diagnostics.notices import Notice
from postkiln.lockfile import NO_LOCK, Lock, read_lock, render_lock
from postkiln.model.api import Api, endpoints
from postkiln.model.dump import dump
from postkiln.option_values import option_values, text_values, with_option_values
from postkiln.outline import outline, types_outline
from postkiln.postman import format_document, load, load_environment, split
from postkiln.postman.collection import Collection, Environment
from postkiln.python.plan import package_name, package_view
from postkiln.python.view import PackageView
from postkiln.results import (
    Inspection,
    Result,
    Settings,
    Source,
    Stage,
    check_env_prefix,
    is_package_name,
)
from postkiln.stages import items
from postkiln.valid import Rendered, leave_out_invalid, render_valid
from postkiln.why import why_lines

__all__ = [
    "Compiled",
    "format_document",
    "generate",
    "inspect",
    "inspect_stage",
    "plan",
    "split",
]

DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class Compiled:
    """A collection after the hops before rendering, with the notices of all of them."""

    api: Api
    view: PackageView
    notices: tuple[Notice, ...]


def plan(source: Source, place: str, settings: Settings = DEFAULTS) -> Compiled:
    """The hops before rendering: bytes -> Collection -> Api -> PackageView.

    `place` names the source in messages. Raises InputError if the source is not a
    collection, UsageError for settings that do not fit it, or a damaged lock.
    """
    _check(settings)
    loaded = load(source, place)
    environments = [load_environment(text, at) for at, text in settings.environments]
    lock = _lock_of(loaded.collection, settings)

    api = _build(loaded.collection, environments, lock, settings)
    _refuse_empty_selection(api, place, settings)
    view = _view(api, lock, settings)
    chosen = option_values(settings.values)
    if chosen:
        api = with_option_values(api, view.options, chosen)
        view = _view(api, lock, settings)

    notices = list(loaded.notices)
    for environment in environments:
        notices.extend(environment.notices)
    notices.extend(api.notices)
    return Compiled(api, view, loaded.with_lines(notices))


def generate(
    source: Source, place: str, settings: Settings = DEFAULTS
) -> tuple[Result, Compiled]:
    """PackageView -> {path: text}: a package, and what it was rendered from.

    Raises what `plan` raises, and RenderError where the package is not valid Python.
    """
    compiled = plan(source, place, settings)
    package = render_valid(compiled.api, compiled.view, place)
    notices = (*compiled.notices, *package.notices)
    # Requests that give no valid Python are in neither the files nor the view.
    compiled = Compiled(compiled.api, package.view, notices)
    return _result(package, notices), compiled


def inspect(
    source: Source, place: str, settings: Settings = DEFAULTS, item: str = "*"
) -> Inspection:
    """What a package would be, without rendering it. Raises what `plan` raises.

    `item` is a pattern of the items that `why` is about.
    """
    compiled = plan(source, place, settings)
    view, left_out = leave_out_invalid(compiled.api, compiled.view)
    types = [asdict(each) for each in view.types]
    return Inspection(
        lines=outline(compiled.api, view),
        types=types_outline(view),
        why=tuple(why_lines(compiled.api, view, item)),
        json={**dump(compiled.api), "types": types},
        notices=(*compiled.notices, *left_out),
    )


def inspect_stage(
    source: Source,
    place: str,
    stage: Stage,
    pattern: str,
    settings: Settings = DEFAULTS,
) -> tuple[str, ...]:
    """Lines that show what the items of a pattern are at a stage; none without a match."""
    if stage == "collection":
        return tuple(items.of_collection(load(source, place).collection, pattern))
    compiled = plan(source, place, settings)
    if stage == "model":
        return tuple(items.of_model(compiled.api, pattern))
    return tuple(items.of_package(compiled.api, compiled.view, pattern))


def _check(settings: Settings) -> None:
    package = settings.package
    if package is not None and not is_package_name(package):
        raise UsageError(f"package {package!r} is not a name Python can import")
    check_env_prefix(settings.env_prefix)


def _lock_of(collection: Collection, settings: Settings) -> Lock:
    package = settings.package or package_name(collection.name)
    found = settings.find_lock(package)
    if found is None:
        return NO_LOCK
    place, text = found
    return read_lock(text, place)


def _build(
    collection: Collection,
    environments: Sequence[Environment],
    lock: Lock,
    settings: Settings,
) -> Api:
    return build(
        collection,
        environments=environments,
        include=settings.include,
        exclude=settings.exclude,
        rules=MappingRules(settings.dicts, settings.objects),
        lock=lock,
        chosen=text_values(settings.values),
    )


def _view(api: Api, lock: Lock, settings: Settings) -> PackageView:
    return package_view(
        api, settings.package, lock, settings.names, settings.env_prefix
    )


def _refuse_empty_selection(api: Api, place: str, settings: Settings) -> None:
    if settings.include and not any(endpoints(api.root)):
        patterns = ", ".join(map(repr, settings.include))
        raise UsageError(f"{place}: no request matches --include {patterns}")


def _result(package: Rendered, notices: tuple[Notice, ...]) -> Result:
    view = package.view
    return Result(
        package=view.package,
        client=view.client,
        files=package.files,
        lock=render_lock(view.lock),
        endpoints=len(view.calls),
        models=sum(len(module.models) for module in view.models),
        notices=notices,
    )
