"""The clients to make in; their packages, rendered in memory, out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from postkiln.cli.documents import Selection, open_collections, selection
from postkiln.config import Client
from postkiln.diagnostics.errors import (
    ChoiceError,
    DocumentProblem,
    InputError,
    StrictError,
    UsageError,
)
from postkiln.diagnostics.notices import strict_errors, unsilenced
from postkiln.sources import display_location
from postkiln.sources.files import display_path

if TYPE_CHECKING:
    from postkiln.results import Document, LockFinder, Result, ValueTable
    from postkiln.sources import SourceDocument


@dataclass(frozen=True, slots=True)
class RenderedClient:
    """A package that can be written, and the client it was made for."""

    client: Client
    result: Result

    @property
    def directory(self) -> Path:
        """Where the package goes."""
        return self.client.output / self.result.package


def render_clients(
    clients: Sequence[Client],
    *,
    strict: bool,
    progress: Callable[[int, int], None] | None,
) -> list[RenderedClient]:
    """The packages of all clients, so that a failure is known before one is written.

    Raises InputError with the problems of all collections, StrictError with all notices
    where `strict`, UsageError where two packages would go to one directory.
    """
    rendered: list[RenderedClient] = []
    problems: list[DocumentProblem] = []
    for done, client in enumerate(clients, 1):
        try:
            rendered.extend(_render_client(client))
        except InputError as error:
            problems.extend(error.problems)
        if progress is not None:
            progress(done, len(clients))
    if problems:
        raise InputError(*problems)
    _refuse_same_directory(rendered)
    if strict:
        _refuse_notices(rendered)
    return rendered


def _render_client(client: Client) -> list[RenderedClient]:
    """A package for each collection in the client's document, which is mostly one.

    Of several, `client.package` selects one. Equal names are numbered, in their order.
    """
    documents = list(open_collections(client.collection))
    if len(documents) == 1:
        return [_render(client, documents[0], client.package)]
    by_package: dict[str, RenderedClient] = {}
    for document in documents:
        rendered = _render_under_free_name(client, document, by_package)
        by_package[rendered.result.package] = rendered
    if client.package is None:
        return list(by_package.values())
    if client.package not in by_package:
        packages = ", ".join(by_package)
        raise UsageError(
            f"{display_location(client.collection)}: holds {len(by_package)} collections, "
            f"and none is package {client.package!r}; they are {packages}"
        )
    return [by_package[client.package]]


def _render_under_free_name(
    client: Client, document: SourceDocument, taken: dict[str, RenderedClient]
) -> RenderedClient:
    """The package under its own name, or under that with a number where it is taken."""
    rendered = _render(client, document, None)
    name = rendered.result.package
    number = 2
    while rendered.result.package in taken:
        rendered = _render(client, document, f"{name}_{number}")
        number += 1
    return rendered


def _render(
    client: Client, document: SourceDocument, package: str | None
) -> RenderedClient:
    from postkiln import generate

    with configured_at(client):
        result = generate(
            document.source,
            place=document.place,
            env_prefix=client.env_prefix,
            **settings_of(client, package),
        )
    notices = unsilenced(result.notices, client.ignore)
    return RenderedClient(client, replace(result, notices=notices))


class _Settings(Selection):
    """How a client is made, as the Python API takes it."""

    package: str | None
    dicts: tuple[str, ...]
    objects: tuple[str, ...]
    names: Mapping[str, str]
    values: ValueTable
    lock: LockFinder


def settings_of(client: Client, package: str | None) -> _Settings:
    """The settings of a client whose package is named `package`."""
    return _Settings(
        package=package,
        dicts=client.dicts,
        objects=client.objects,
        names=client.names,
        values=client.values,
        lock=_lock_finder(client.output),
        **selection(client.environments, client.include, client.exclude),
    )


@contextmanager
def configured_at(client: Client) -> Generator[None]:
    """An error of what the configuration chooses says where that stands."""
    try:
        yield
    except ChoiceError as error:
        if not client.place:
            raise
        raise UsageError(f"{client.place}: {error}") from error


def _lock_finder(output: Path) -> LockFinder:
    """What finds the locks of the packages in a directory."""
    from postkiln.output import lock_file_path, read_lock_file

    def find(package: str) -> Document | None:
        directory = output / package
        text = read_lock_file(directory)
        if text is None:
            return None
        return display_path(lock_file_path(directory)), text

    return find


def _refuse_same_directory(rendered: Sequence[RenderedClient]) -> None:
    taken: dict[Path, Client] = {}
    for each in rendered:
        directory = each.directory.absolute()
        other = taken.setdefault(directory, each.client)
        if other is not each.client:
            raise UsageError(
                f"{display_path(directory)}: both {display_location(other.collection)} and "
                f"{display_location(each.client.collection)} would be written there. Give "
                "one another package or output"
            )


def _refuse_notices(rendered: Sequence[RenderedClient]) -> None:
    found: list[str] = []
    for each in rendered:
        found.extend(map(str, strict_errors(each.result.notices)))
    if found:
        raise StrictError(found)
