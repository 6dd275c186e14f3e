"""The names of a package as they are locked.

Names that the configuration gives are not locked: they change when it does. Most fields
are keys of the lock file: renaming one there would make older locks unreadable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ItemPath = tuple[str, ...]
"""The folder names and the name of an item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemNames:
    """The names of a request.

    By `path`, `call` (method and address), `sends` (digest of the request), `shows`
    (digest of its saved responses), Postman's `id` and `folder` (a module) the next run
    finds the request again. `arguments` are by place and key, `classes` by the status or
    `body` and the step to the object. `values` is what the texts of the request became, by
    place and key (`query status`: `optional`); a lock of before has none.
    """

    path: ItemPath
    call: str
    sends: str
    shows: str
    id: str = ""
    folder: str
    method: str
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    classes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderNames:
    """The names of a folder: the attribute that leads to it, its module and its class."""

    path: ItemPath
    id: str = ""
    attribute: str
    module: str
    resource: str


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """Where a secret was extracted from, which is an option now.

    `slot` is the place in a request (`auth:bearer.token`), `variable` the name of what
    stands there instead, `where` the folders and items that have it.
    """

    slot: str
    variable: str
    where: tuple[ItemPath, ...]


@dataclass(frozen=True, slots=True)
class SharedPlace:
    """Where a literal is sent that is an option, and the variable of that option.

    `slot` is the place and key of the text (`query api-version`), `origins` are the
    templates of those it is sent to.
    """

    slot: str
    variable: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassNames:
    """The names in a class, which is known by the digest of its shape.

    `inner` are the classes in it by the steps to them, `fields` the attributes that are
    not named after their key alone.
    """

    shape: str
    inner: Mapping[str, str] = field(default_factory=dict[str, str])
    fields: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Lock:
    """All locked names.

    `options` are constructor arguments by variable, `classes` are by name.
    """

    items: tuple[ItemNames, ...] = ()
    folders: tuple[FolderNames, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    secrets: tuple[SecretPlace, ...] = ()
    shared: tuple[SharedPlace, ...] = ()
    classes: Mapping[str, ClassNames] = field(default_factory=dict[str, ClassNames])


NO_LOCK = Lock()
"""Nothing is locked: postkiln chooses all names."""
