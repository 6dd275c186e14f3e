"""What the Python API takes and returns: documents, settings, packages, inspections."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from postkiln.diagnostics.errors import Source as Source
from postkiln.diagnostics.errors import UsageError
from postkiln.diagnostics.notices import Notice


def is_package_name(text: str) -> bool:
    """Whether a package of this name can be imported, wherever it is written."""
    # Python looks for the normal form of a name (PEP 3131), on disk as well.
    is_normal = unicodedata.normalize("NFKC", text) == text
    return is_normal and text.isidentifier() and not keyword.iskeyword(text)


EnvPrefix = str | Literal[False] | None
"""What a client's environment variables begin with, without the `_` that follows.

None: `POSTKILN_<PACKAGE>_`. False: the client reads no environment variables.
"""

_ENV_PREFIX = re.compile("[A-Z]([A-Z0-9_]*[A-Z0-9])?")


def check_env_prefix(prefix: object, place: str = "env_prefix") -> EnvPrefix:
    """`prefix` itself. Raises UsageError, which names `place`, if it is not one."""
    is_prefix = isinstance(prefix, str) and _ENV_PREFIX.fullmatch(prefix) is not None
    if is_prefix or prefix is None or prefix is False:
        return cast("EnvPrefix", prefix)
    raise UsageError(
        f"{place}: {prefix!r} is not a prefix for environment variables. Use A-Z, 0-9 and "
        "_, begin with a letter, and leave out a _ at the end: it is added. For no "
        "variables at all, use false"
    )


Document = tuple[str, bytes]
"""The place of a document (for messages) and its bytes."""


LockFinder = Callable[[str], Document | None]
"""Finds the lock of a package by the package's name; None: it has none yet."""


def no_lock(package: str) -> Document | None:
    """There is no lock: postkiln chooses all names."""
    return None


ValueRole = Literal["required", "optional", "default", "option", "constant"]
"""What the configuration may make of a value of a request."""

ValueTable = Mapping[str, Mapping[str, str]]
"""By patterns of items, then by names of values: what each is to be, a `ValueRole`."""


Stage = Literal["collection", "model", "package"]
"""What came out of a hop: of `postman`, of `build`, of `python`."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a package is made, beside the collection itself.

    `package` None: named after the collection. The first of `environments` wins.
    `include` and `exclude` are patterns of `Folder/Item`. `dicts` and `objects` are
    patterns of the places of JSON objects that are mappings by key, or that are not.
    `names` replaces names: the name that postkiln would give, and the one to use instead.
    `values` says what values of requests are to be.
    `env_prefix` is what the client's environment variables begin with. `find_lock` finds
    the names of earlier runs.
    """

    package: str | None = None
    environments: Sequence[Document] = ()
    include: Sequence[str] = ()
    exclude: Sequence[str] = ()
    dicts: Sequence[str] = ()
    objects: Sequence[str] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str])
    values: ValueTable = field(default_factory=dict[str, Mapping[str, str]])
    env_prefix: EnvPrefix = None
    find_lock: LockFinder = no_lock


@dataclass(frozen=True, slots=True)
class Result:
    """A generated package: `files` by path relative to the package's directory.

    `lock` is the text of the lock file, `PACKAGE.lock`, which goes beside that directory.
    """

    package: str
    client: str
    files: Mapping[str, str]
    lock: str
    endpoints: int
    models: int
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a collection's client would be: a tree in `lines`, the model in `json`.

    `types` are lines that show the examples behind each class, `why` says of each value
    of the client and of its requests what it became, and which row of a table decided.
    """

    lines: tuple[str, ...]
    types: tuple[str, ...]
    why: tuple[str, ...]
    json: Mapping[str, Any]
    notices: tuple[Notice, ...]
