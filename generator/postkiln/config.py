"""The configuration: pyproject.toml or postkiln.yaml in, the clients to generate out.

```toml
[[tool.postkiln.client]]
collection = "api/bookshop.postman_collection.json"   # required; the others are not
output = "src"                                        # the package goes below it
package = "bookshop"
environments = ["api/staging.postman_environment.json"]
include = ["Books/*"]
exclude = ["Tests/*"]
dicts = ["$.prices"]                                  # objects that are mappings by key
objects = ["Shop/Sizes: $.sizes"]                     # objects that are not
ignore = ["no-example", "Admin/*: bad-header"]        # notices, by their codes
pull = "postman:12345678-aaaa-bbbb-cccc"              # where `postkiln pull` gets it from
env_prefix = "BOOKSHOP"                               # BOOKSHOP_TOKEN; false: no variables

[tool.postkiln.client.names]                          # names instead of postkiln's own
ErrorBody = "Problem"                                 # a class
"orders.place_an_order" = "place"                     # a folder or a method
"orders.place_an_order(q)" = "text"                   # an argument
"(base_url)" = "host"                                 # an option of the client

[tool.postkiln.client.values]                         # by the names of `inspect --why`
"*" = { "header x-tenant" = "option" }                # of all requests that have it
"Orders/List orders" = { "query status" = "required" }
```

postkiln.yaml holds the same: a list of mappings under `client`. Paths are relative to
the file that names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from postkiln.config_keys import KEYS, refuse_unknown, table_of
from postkiln.diagnostics.errors import UsageError
from postkiln.results import EnvPrefix, ValueTable
from postkiln.sources import is_path

_PYPROJECT = "pyproject.toml"
_YAML = "postkiln.yaml"


@dataclass(frozen=True, slots=True)
class Client:
    """One client to generate. It goes to `output / package`.

    `package` None: named after the collection. `include` and `exclude` are patterns of
    folders and items, `dicts` and `objects` of places of JSON objects. `names` replaces
    names: the name that postkiln would give, and the one to use instead. `ignore`
    silences notices by code, `values` says what values of requests are to be, by patterns
    of items, `pull` is where `postkiln pull` gets the collection from.
    `env_prefix` is what the client's environment variables begin with; False: it reads
    none. `place` says where it is configured; "": nowhere.
    """

    collection: str
    output: Path
    package: str | None = None
    environments: tuple[Path, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    dicts: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    ignore: tuple[str, ...] = ()
    pull: str | None = None
    env_prefix: EnvPrefix = None
    values: ValueTable = field(default_factory=dict[str, Mapping[str, str]])
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Config:
    """The clients of one configuration file, in its order."""

    place: Path
    clients: tuple[Client, ...]


def load_config(start: Path) -> Config:
    """The configuration of the nearest directory at or above `start` that has one.

    Raises UsageError where it is not valid, or when there is none.
    """
    for directory in (start.absolute(), *start.absolute().parents):
        documents = _documents(directory)
        if len(documents) > 1:
            raise UsageError(
                f"{directory}: configured twice, in {_PYPROJECT} and {_YAML}. Keep one of "
                "them"
            )
        for place, document in documents.items():
            return Config(place, _clients(place, document))
    raise UsageError(
        f"no COLLECTION given, and no configuration in {start.absolute()} or above. Name "
        f"a collection file, or add [[tool.postkiln.client]] to {_PYPROJECT}"
    )


def _documents(directory: Path) -> dict[Path, object]:
    """What each configuration file of a directory says to postkiln, unchecked."""
    found: dict[Path, object] = {}
    pyproject, yaml = directory / _PYPROJECT, directory / _YAML
    if pyproject.is_file():
        tool = _toml(pyproject).get("tool")
        if isinstance(tool, dict) and "postkiln" in tool:
            found[pyproject] = cast("dict[str, object]", tool)["postkiln"]
    if yaml.is_file():
        found[yaml] = _yaml(yaml)
    return found


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(_read(path))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from error


def _yaml(path: Path) -> object:
    import yaml

    try:
        return yaml.safe_load(_read(path))
    except (yaml.YAMLError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise UsageError(f"{path}: not YAML: {problem}") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: not UTF-8. Save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def _clients(place: Path, document: object) -> tuple[Client, ...]:
    where = str(place)
    if place.name == _PYPROJECT:
        where = f"{place}: [tool.postkiln]"
    table = table_of(document or {}, where)
    refuse_unknown(table, ("client",), where)
    entries = table.get("client", [])
    if not isinstance(entries, list):
        raise UsageError(f"{where}: client must be a list of clients")
    if not entries:
        raise UsageError(f"{where}: names no client. Add one, with its collection")
    clients: list[Client] = []
    for number, entry in enumerate(cast("list[object]", entries), start=1):
        clients.append(_client(place, number, entry))
    return tuple(clients)


def _client(place: Path, number: int, entry: object) -> Client:
    where = f"{place}: client {number}"
    table = table_of(entry, where)
    refuse_unknown(table, KEYS, where)
    if "collection" not in table:
        raise UsageError(f"{where}: has no collection. Add the path of one")
    values: dict[str, Any] = {}
    for key, setting in table.items():
        check = KEYS[key]
        values[key] = check(setting, f"{where}: {key}")
    # What is not set has the default of `Client`, but for paths: they are relative to
    # the file.
    directory = place.parent
    environments = values.get("environments", ())
    values["collection"] = _location(directory, values["collection"])
    values["output"] = directory / values.get("output", ".")
    values["environments"] = tuple(directory / path for path in environments)
    return Client(**values, place=where)


def _location(directory: Path, text: str) -> str:
    if is_path(text):
        return str(directory / text)
    return text
