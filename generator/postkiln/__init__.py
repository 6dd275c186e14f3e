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
from postkiln.diagnostics.errors import Notice as Notice
from postkiln.diagnostics.errors import OutputError as OutputError
from postkiln.diagnostics.errors import PostkilnError as PostkilnError
from postkiln.diagnostics.errors import RenderError as RenderError
from postkiln.diagnostics.errors import UsageError as UsageError
from postkiln.results import Document as Document
from postkiln.results import EnvPrefix as EnvPrefix
from postkiln.results import Inspection as Inspection
from postkiln.results import LockFinder as LockFinder
from postkiln.results import Result as Result
from postkiln.results import Scope, no_lock
from postkiln.results import Source as Source

NO_NAMES: Mapping[str, str] = MappingProxyType({})

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
    env_prefix: EnvPrefix = None,
    lock: LockFinder = no_lock,
) -> Result:
    """The client package for a collection.

    `place` names the collection in messages. `package` is the import name (default: from
    the collection's name). Values of `environments` win over the collection's own, the
    first over the second. `include` and `exclude` are patterns of `Folder/Item`.
    `dicts` and `objects` are patterns of the places of JSON objects (`$.prices`, or
    `Folder/Item: $.prices`) that are mappings by key, or that are not. `lock` finds the
    lock of a package, as (place, text), by the package's name: what it names keeps its
    name. `names` are wishes, by the name that would be given: `ErrorBody`, `orders.place`,
    `orders.place(q)`, `(base_url)`. `env_prefix` is what the client's environment
    variables begin with: `"SHOP"` gives `SHOP_ACCESS_TOKEN`. None (the default) gives
    `POSTKILN_<PACKAGE>__ACCESS_TOKEN`; with False the client reads none.
    Raises InputError for what is no collection, UsageError for an impossible package or
    `env_prefix`, a damaged lock or a wish that cannot be granted, RenderError where what
    was made of the collection is no Python and no request can be left out to mend it.
    """
    from postkiln.pipeline import bake  # jinja2 and the model load when they are needed

    scope = Scope(environments, include, exclude, dicts, objects, names, env_prefix)
    return bake(source, place, scope, package=package, lock=lock)[0]


def split(source: Source, *, place: str) -> tuple[tuple[str, Source], ...]:
    """(place, source) of each collection in a document; of one, the document itself.

    Data dumps, lists, zips and directories may hold several. Raises InputError for a
    directory or a zip without any.
    """
    from postkiln.pipeline import split

    return split(source, place)


def tidied(source: bytes, *, place: str) -> bytes:
    """A document as it is kept in a repository: JSON with a line for each member.

    Raises InputError for what holds no collection.
    """
    from postkiln.pipeline import format_document

    return format_document(source, place)


def inspect(
    source: Source,
    *,
    place: str,
    environments: Sequence[Document] = (),
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> Inspection:
    """The endpoint model of a collection; arguments and errors as for `generate`."""
    from postkiln.pipeline import look

    return look(source, place, Scope(environments, include, exclude))
