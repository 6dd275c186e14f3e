"""The arguments that commands share; and what they name: clients and documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypedDict, TypeVar

import click

from postkiln.config import Client, load_config
from postkiln.config_keys import check_package
from postkiln.diagnostics.errors import UsageError
from postkiln.results import Document, EnvPrefix, check_env_prefix
from postkiln.sources import SourceDocument, open_location
from postkiln.sources.files import display_path, read

Command = TypeVar("Command", bound=Callable[..., Any])


def document_options(command: Command) -> Command:
    """The options of every command: which variables, which items, and how to answer."""
    return _stacked(
        command,
        click.option(
            "-e",
            "--environment",
            "environments",
            metavar="FILE",
            type=Path,
            multiple=True,
            help="An environment, for the values of variables. Repeatable: the first wins.",
        ),
        click.option(
            "--include",
            metavar="PATTERN",
            multiple=True,
            help="Only what matches, as 'Folder/Item'; * is any text. Repeatable.",
        ),
        click.option(
            "--exclude",
            metavar="PATTERN",
            multiple=True,
            help="All but what matches. Repeatable.",
        ),
        click.option("--json", "as_json", is_flag=True, help="Answer in JSON."),
    )


def package_options(command: Command) -> Command:
    """The arguments that choose a client, and its package."""
    return _stacked(
        document_options(command),
        click.argument("collection", required=False),
        click.option(
            "-o",
            "--output",
            metavar="DIR",
            type=Path,
            help="Where the package goes: DIR/PACKAGE. Default: the current directory.",
        ),
        click.option(
            "-p",
            "--package",
            "packages",
            metavar="PACKAGE",
            multiple=True,
            help="The package's name; default: after the collection. Without COLLECTION: "
            "which of the configured clients. Repeatable then.",
        ),
    )


def client_options(command: Command) -> Command:
    """The arguments of the commands that make a client."""
    return _stacked(
        package_options(command),
        click.option(
            "--env-prefix",
            metavar="NAME",
            help="The client reads its options from environment variables NAME_OPTION; "
            "default: POSTKILN_PACKAGE__OPTION. `false`: it reads none.",
        ),
        click.option(
            "--strict",
            is_flag=True,
            help="Notices are errors, but those that the configuration ignores.",
        ),
    )


def _stacked(command: Command, *decorators: Callable[[Command], Command]) -> Command:
    for decorator in reversed(decorators):  # help shows the outermost first
        command = decorator(command)
    return command


def selected_clients(
    collection: str | None,
    *,
    output: Path | None,
    packages: tuple[str, ...],
    environments: tuple[Path, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    env_prefix: str | None = None,
) -> tuple[Client, ...]:
    """The client of `collection`, or the configured ones.

    A flag that is given wins over the configuration.
    """
    given: dict[str, Any] = {}
    if output is not None:
        given["output"] = output
    if environments:
        given["environments"] = environments
    if include:
        given["include"] = include
    if exclude:
        given["exclude"] = exclude
    prefix = _env_prefix(env_prefix)
    if prefix is not None:  # False is given, too
        given["env_prefix"] = prefix
    if collection is not None:
        clients = [_new_client(collection, packages)]
    else:
        clients = _configured_clients(packages)
    return tuple(replace(client, **given) for client in clients)


def _env_prefix(text: str | None) -> EnvPrefix:
    """As in the configuration. No prefix is `false`: prefixes are in upper case."""
    if text == "false":
        return False
    return check_env_prefix(text, "--env-prefix")


def _new_client(collection: str, packages: tuple[str, ...]) -> Client:
    if len(packages) > 1:
        raise UsageError("one COLLECTION makes one package, but -p is given twice")
    client = Client(collection, output=Path())
    if not packages:
        return client
    return replace(client, package=check_package(packages[0]))


def _configured_clients(packages: tuple[str, ...]) -> list[Client]:
    """The clients of the configuration, or those of them with these packages."""
    config = load_config(Path.cwd())
    if not packages:
        return list(config.clients)
    known = {client.package for client in config.clients if client.package}
    listed = ", ".join(sorted(known)) or "none that names its package"
    for package in packages:
        if package not in known:
            raise UsageError(
                f"{config.place}: has no client with package {package!r}; it has {listed}"
            )
    return [client for client in config.clients if client.package in packages]


def open_collections(location: str) -> Iterator[SourceDocument]:
    """Each collection at a location: one, but for dumps, lists, zips and directories."""
    from postkiln import split

    found = open_location(location)
    for place, source in split(found.source, place=found.place):
        yield SourceDocument(place, source, found.base)


class Selection(TypedDict):
    """Which variables and items are used, as the Python API takes it."""

    environments: tuple[Document, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]


def selection(
    environments: tuple[Path, ...], include: tuple[str, ...], exclude: tuple[str, ...]
) -> Selection:
    """The values of `document_options`, with the environments read."""
    documents = read_documents(environments)
    return Selection(environments=documents, include=include, exclude=exclude)


def read_documents(paths: Iterable[Path]) -> tuple[tuple[str, bytes], ...]:
    """(place, content) of each file."""
    return tuple((display_path(path), read(path)) for path in paths)
