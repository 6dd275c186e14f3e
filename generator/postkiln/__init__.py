"""postkiln bakes a Postman collection into a typed Python client.

    result = generate(Path("shop.json").read_bytes(), place="shop.json")
    result.files["client.py"]

`generate` is a pure function from documents and settings to files and notices. Writing
them is `postkiln.output.write`; the command line is `postkiln.cli`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from postkiln.diagnostics.errors import InputError as InputError
from postkiln.diagnostics.errors import OutputError as OutputError
from postkiln.diagnostics.errors import PostkilnError as PostkilnError
from postkiln.diagnostics.errors import RenderError as RenderError
from postkiln.diagnostics.errors import UsageError as UsageError
from postkiln.diagnostics.notices import Notice as Notice
from postkiln.results import Document as Document
from postkiln.results import EnvPrefix as EnvPrefix
from postkiln.results import Inspection as Inspection
from postkiln.results import KnownLock as KnownLock
from postkiln.results import KnownLocks as KnownLocks
from postkiln.results import LockFinder as LockFinder
from postkiln.results import Result as Result
from postkiln.results import Settings, no_lock, no_locks
from postkiln.results import Source as Source
from postkiln.results import Stage as Stage
from postkiln.results import ValueTable as ValueTable

NO_NAMES: Mapping[str, str] = MappingProxyType({})
NO_VALUES: ValueTable = MappingProxyType({})

__version__ = "0.1.0"


def generate(
    source: Source,
    *,
    place: str,
    package: str | None = None,
    environments: Sequence[Document] = (),
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    dicts: Sequence[str] = (),
    objects: Sequence[str] = (),
    names: Mapping[str, str] = NO_NAMES,
    values: ValueTable = NO_VALUES,
    env_prefix: EnvPrefix = None,
    lock: LockFinder = no_lock,
    known_locks: KnownLocks = no_locks,
    class_name: str | None = None,
    place_in_lock: str = "",
    renew: bool = False,
) -> Result:
    """The client package for a collection.

    `place` names the collection in messages. `package` is the import name (default:
    after the collection's name). Values of `environments` win over the collection's own;
    the first of them wins. `include` and `exclude` are patterns of `Folder/Item`.
    `dicts` and `objects` are patterns of the places of JSON objects (`$.prices`, or
    `Folder/Item: $.prices`) that are mappings by key, or that are not. `lock` finds the
    lock of a package, as (place, text), by the package's name: names in it do not change.
    `names` replaces names: the key is the name that postkiln would give (`ErrorBody`,
    `orders.place`, `orders.place(q)`, `(base_url)`). `values` says by patterns of
    `Folder/Item` what values of requests are to be: `{"Orders/*": {"query status":
    "required"}}`, with the names that `Inspection.why` shows. `env_prefix` is what the client's
    environment variables begin with: `"SHOP"` gives `SHOP_ACCESS_TOKEN`. None (the
    default) gives `POSTKILN_<PACKAGE>__ACCESS_TOKEN`; with False the client reads none.

    Without `package`, `known_locks` finds the package of a collection whose title is
    another now, and `place_in_lock` is where a new lock says that the collection is.
    `class_name` is that of the client; `renew` gives new names, whatever the lock has.

    Raises InputError if `source` is not a collection, UsageError for an impossible
    `package`, `env_prefix`, name in `names` or value in `values`, or a damaged lock, and
    RenderError where the result is not valid Python and no request can be left out to
    repair it.
    """
    # Here and below, so that importing postkiln does not import jinja2 and the model.
    from postkiln import pipeline

    settings = Settings(
        package=package,
        environments=environments,
        include=include,
        exclude=exclude,
        dicts=dicts,
        objects=objects,
        names=names,
        values=values,
        env_prefix=env_prefix,
        find_lock=lock,
        known_locks=known_locks,
        class_name=class_name,
        place_in_lock=place_in_lock,
        renew=renew,
    )
    result, _ = pipeline.generate(source, place, settings)
    return result


def split(source: Source, *, place: str) -> tuple[tuple[str, Source], ...]:
    """(place, source) of each collection in a document; of one, the document itself.

    Data dumps, lists, zips and directories may hold several. Raises InputError for a
    directory or a zip without any.
    """
    from postkiln import pipeline

    return pipeline.split(source, place)


def tidied(source: bytes, *, place: str) -> bytes:
    """A document as a repository should have it: JSON with a line for each member.

    Raises InputError if it holds no collection.
    """
    from postkiln import pipeline

    return pipeline.format_document(source, place)


def inspect(
    source: Source,
    *,
    place: str,
    package: str | None = None,
    environments: Sequence[Document] = (),
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    dicts: Sequence[str] = (),
    objects: Sequence[str] = (),
    names: Mapping[str, str] = NO_NAMES,
    values: ValueTable = NO_VALUES,
    lock: LockFinder = no_lock,
    known_locks: KnownLocks = no_locks,
    class_name: str | None = None,
    place_in_lock: str = "",
    item: str = "*",
) -> Inspection:
    """The endpoint model of a collection; arguments and errors as for `generate`.

    `item` is a pattern of `Folder/Item`: `Inspection.why` is about these.
    """
    from postkiln import pipeline

    settings = Settings(
        package=package,
        environments=environments,
        include=include,
        exclude=exclude,
        dicts=dicts,
        objects=objects,
        names=names,
        values=values,
        find_lock=lock,
        known_locks=known_locks,
        class_name=class_name,
        place_in_lock=place_in_lock,
    )
    return pipeline.inspect(source, place, settings, item)


def inspect_stage(
    source: Source,
    *,
    place: str,
    stage: Stage,
    item: str = "*",
    environments: Sequence[Document] = (),
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> tuple[str, ...]:
    """Lines that show what items are at a stage: `collection`, `model` or `package`.

    `item` is a pattern of `Folder/Item`. Secrets are shown as `***`. Other arguments and
    errors as for `generate`; UsageError if no request matches `item`.
    """
    from postkiln import pipeline

    settings = Settings(environments=environments, include=include, exclude=exclude)
    lines = pipeline.inspect_stage(source, place, stage, item, settings)
    if not lines:
        raise UsageError(
            f"{place}: no request matches {item!r}; `postkiln inspect --json` has the "
            "path of each"
        )
    return lines
