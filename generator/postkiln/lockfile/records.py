"""The names of a package as its lock keeps them. No names of users' own wishes here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemNames:
    """What is kept of a request.

    `path`, `call` (method and address), `sends` and `shows` (digests of what goes into it,
    and of what is saved with it), Postman's `id` and the module of its `folder` find it
    again. `arguments` are by place and key, `classes` by the
    status or `body` and the step to the object. `constants` are the query keys that no
    call gives.
    """

    path: Path
    call: str
    sends: str
    shows: str
    id: str = ""
    folder: str
    method: str
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])
    constants: tuple[str, ...] = ()
    classes: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderNames:
    """What is kept of a folder: the attribute that leads to it, its module and class."""

    path: Path
    id: str = ""
    attribute: str
    module: str
    resource: str


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """Where one literal stood that is an option now: the hole it left."""

    slot: str
    hole: str
    where: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ClassNames:
    """What is kept of a class: the digest of its shape, and the classes in it by steps.

    `fields` are the attributes that are not named after their key alone.
    """

    shape: str
    inner: Mapping[str, str] = field(default_factory=dict[str, str])
    fields: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Lock:
    """All of it. `options` are constructor arguments by hole; `locals` are holes that
    calls fill, although several folders may use them."""

    items: tuple[ItemNames, ...] = ()
    folders: tuple[FolderNames, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    locals: tuple[str, ...] = ()
    secrets: tuple[SecretPlace, ...] = ()
    classes: Mapping[str, ClassNames] = field(default_factory=dict[str, ClassNames])


NO_LOCK = Lock()
"""Nothing is kept: all names are chosen anew."""
