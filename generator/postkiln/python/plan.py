"""Api -> PackageView: every name decided once, then every statement laid out."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from postkiln.lockfile.records import NO_LOCK, ClassNames, Identity, Lock
from postkiln.model.api import Api, Endpoint
from postkiln.python.emit.clients import client_module, client_name, given_client_name
from postkiln.python.emit.errors import error_views
from postkiln.python.emit.exports import error_imports, exports, package_names
from postkiln.python.emit.methods import PackageNames, call_of
from postkiln.python.emit.models import model_modules, type_views
from postkiln.python.emit.resources import Node, plan_node, resource_module
from postkiln.python.lock import lock_of
from postkiln.python.naming.env_names import default_prefix
from postkiln.python.naming.folders import SHARED, PackageFolder, name_folders
from postkiln.python.naming.options import (
    NamedOption,
    name_options,
    with_env_names,
)
from postkiln.python.naming.overrides import Overrides
from postkiln.python.naming.reserved import MODELS, RESERVED_MODELS
from postkiln.python.naming.scope import checked_name, snake
from postkiln.python.syntax.source import (
    Source,
    code,
    docstring,
    first_paragraph,
    one_line,
)
from postkiln.python.types.annotations import Annotations
from postkiln.python.types.classes import Classes, override_classes, plan_classes
from postkiln.python.types.evidence import collect_evidence
from postkiln.python.types.groups import Occurrence
from postkiln.python.types.occurrences import occurrences_of, with_classes
from postkiln.python.types.sent_back import answer_classes
from postkiln.python.view import CallTarget, Exports, PackageView

NO_OVERRIDES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClientNames:
    """What the configuration calls the client, checked by the caller; None: it does not.

    Environment variables begin with `env_prefix`; False: none is read.
    """

    class_name: str | None = None
    env_prefix: str | Literal[False] | None = None

    def prefix(self, locked: str) -> str | Literal[False]:
        """What environment variables begin with, where the lock has `locked`."""
        return locked if self.env_prefix is None else self.env_prefix


OWN_NAMES = ClientNames()


def package_name(collection: str) -> Source:
    """The import package that a collection of this name gets when the user names none.

    It hides no module of the standard library: "Calendar" is `calendar_client`.
    """
    name = snake(collection, lead="api")
    if name in sys.stdlib_module_names:
        return code(name, "_client")
    return name


def package_view(
    api: Api,
    package: str | None = None,
    lock: Lock = NO_LOCK,
    names: Mapping[str, str] = NO_OVERRIDES,
    client: ClientNames = OWN_NAMES,
) -> PackageView:
    """The view of a whole package; names are those of the lock, unless overridden.

    UsageError: an override is of nothing, or its name is taken.
    """
    overrides = Overrides(names)
    identity = _identity(api, package or package_name(api.name), lock.identity)
    cls = given_client_name(client.class_name) or checked_name(identity.client)
    found = name_folders(api, cls, lock.folders, overrides)
    classes = _plan_classes(found, lock, overrides)
    folders = [_with_classes(folder, classes) for folder in found]
    annotations = Annotations(classes, code(MODELS, "."))
    endpoints = _endpoints(folders)
    errors = error_views(endpoints, annotations)
    evidence = collect_evidence(endpoints, classes)
    options = name_options(api, lock.options, overrides)
    sent_back = answer_classes(endpoints, classes)
    decided = PackageNames(annotations, overrides, sent_back, _by_variable(options))
    nodes = _plan_nodes(folders, decided)
    overrides.check_all_used()
    with_env = _with_env_names(options, client, identity)
    return PackageView(
        package=Source(identity.package),
        client=cls,
        docstring=docstring(tuple(_package_docstring(api)), 0),
        root=client_module(api, nodes[0], with_env, errors),
        resources=tuple(resource_module(one) for one in nodes[1:]),
        models=model_modules(classes, evidence),
        model_exports=_model_exports(classes),
        errors=errors,
        error_imports=error_imports(cls, errors),
        exports=exports(package_names(cls, errors)),
        options=tuple((str(each.name), each.option.variable) for each in options),
        calls=tuple(_calls(nodes)),
        lock=lock_of(api, nodes, classes, options, identity),
        types=type_views(classes, evidence),
    )


def _with_env_names(
    options: tuple[NamedOption, ...], client: ClientNames, identity: Identity
) -> tuple[NamedOption, ...]:
    prefix = client.prefix(identity.env_prefix)
    return with_env_names(options, identity.package, prefix)


def _identity(api: Api, package: str, locked: Identity) -> Identity:
    """What the lock has; of the rest, what the title and the package suggest."""
    title = api.name if api.name.strip() else package
    return replace(
        locked,
        package=package,
        client=locked.client or client_name(title),
        env_prefix=locked.env_prefix or default_prefix(package),
        id=api.id or locked.id,
    )


def _package_docstring(api: Api) -> Iterable[str]:
    yield f"A typed client of {one_line(api.name, 80) or 'the API'}."
    about = first_paragraph(api.description)
    if about:
        yield from ("", about)


def _plan_classes(
    folders: Sequence[PackageFolder], lock: Lock, overrides: Overrides
) -> Classes:
    occurrences: list[Occurrence] = []
    for folder in folders:
        occurrences += occurrences_of(folder.resource, folder.module, lock.classes)
    reserved = ("Any", "Model", "Omit", "FileInput")
    locked: dict[str, ClassNames] = {}
    for name, each in lock.classes.items():
        # Older locks may have names that modules of models need now.
        if name not in RESERVED_MODELS:
            locked[name] = each
    classes = plan_classes(occurrences, SHARED, reserved, locked)
    return override_classes(classes, overrides, RESERVED_MODELS)


def _model_exports(classes: Classes) -> Exports:
    return exports({each.name: code(".", each.module) for each in classes.plans})


def _by_variable(options: Iterable[NamedOption]) -> Mapping[str, Source]:
    """The constructor's arguments by the variable that each fills."""
    return {each.option.variable: each.name for each in options}


def _with_classes(folder: PackageFolder, classes: Classes) -> PackageFolder:
    return replace(folder, resource=with_classes(folder.resource, classes.shapes))


def _endpoints(folders: Sequence[PackageFolder]) -> list[Endpoint]:
    found: list[Endpoint] = []
    for folder in folders:
        found += folder.resource.endpoints
    return found


def _plan_nodes(folders: Sequence[PackageFolder], decided: PackageNames) -> list[Node]:
    """The folders with their methods, in the same order; inner ones are made first."""
    nodes: dict[int, Node] = {}
    children: defaultdict[int, list[Node]] = defaultdict(list)
    for index in reversed(range(len(folders))):
        folder = folders[index]
        below = reversed(children[index])
        nodes[index] = plan_node(folder, tuple(below), decided)
        children[folder.parent].append(nodes[index])
    return [nodes[index] for index in range(len(folders))]


def _calls(nodes: Sequence[Node]) -> Iterable[CallTarget]:
    for node in nodes:
        for method in node.methods:
            yield call_of(method, node.folder.attributes)


def calls_by_index(view: PackageView) -> Mapping[int, CallTarget]:
    """The call of each endpoint, by the endpoint's index."""
    return {call.index: call for call in view.calls}
