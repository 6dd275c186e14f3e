"""Classes -> the modules under `models/`: fields, docstrings, imports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postkiln.python.emit.imports import import_lines, needed_by
from postkiln.python.naming.folders import ROOT, SHARED
from postkiln.python.naming.reserved import MODEL, imported
from postkiln.python.syntax.layout import (
    Expression,
    call,
    dict_of,
    keyword,
    lay_out,
    prefixed,
)
from postkiln.python.syntax.source import (
    Import,
    Source,
    code,
    docstring,
    importing,
    literal,
    one_line,
)
from postkiln.python.types.annotations import NONE, OMIT, Annotations, union
from postkiln.python.types.classes import Classes, ClassField, ClassPlan
from postkiln.python.types.evidence import Evidence, FieldEvidence
from postkiln.python.view import FieldView, ModelModule, ModelView, TypeView
from postkiln.secrets.detect import names_secret


def model_modules(
    classes: Classes, evidence: Mapping[int, Evidence]
) -> tuple[ModelModule, ...]:
    """One module per folder classes are used in, and one for what several share.

    `evidence` is by the indexes of the classes.
    """
    by_module: dict[Source, list[ModelView]] = {}
    for index, plan in enumerate(classes.plans):
        seen = evidence.get(index, Evidence())
        model = _model(plan, classes, seen)
        by_module.setdefault(plan.module, []).append(model)
    names = sorted(by_module)
    return tuple(_module(name, tuple(by_module[name])) for name in names)


def _module(name: Source, models: tuple[ModelView, ...]) -> ModelModule:
    return ModelModule(
        name=name,
        docstring=docstring((_module_docstring(name),), 0),
        imports=_imports(name, models),
        models=models,
    )


def _module_docstring(name: Source) -> str:
    if name == SHARED:
        return "Models that several folders of the API share."
    if name == ROOT:
        return "Models of the requests that are in no folder."
    return f"Models of `{name}`."


def _imports(name: Source, models: Iterable[ModelView]) -> tuple[Source, ...]:
    """The imports of a module: not those of classes that are in it themselves."""
    needed = {_DATACLASS, MODEL}
    for model in models:
        needed |= needed_by(model.fields)
    itself = code(_MODELS, ".", name)
    from_elsewhere = [each for each in needed if each.module != itself]
    return import_lines(from_elsewhere, _MODELS)


_MODELS = Source("models")
_DATACLASS = Import("dataclasses", "dataclass")
_FIELD = importing("_field", Import("dataclasses", "field", "_field"))


def _model(plan: ClassPlan, classes: Classes, evidence: Evidence) -> ModelView:
    annotations = Annotations(classes, is_input=plan.is_input)
    about = tuple(_model_docstring(plan, evidence))
    fields = [_field(each, annotations) for each in plan.fields]
    return ModelView(plan.name, docstring(about, 4), tuple(fields))


def _model_docstring(plan: ClassPlan, evidence: Evidence) -> Iterable[str]:
    yield _found_in(plan)
    if plan.is_input:
        return
    if not evidence.objects:
        yield from ("", "No example shows it: a schema says it.")
    lines: list[str] = []
    for each in plan.fields:
        values = ", ".join(evidence.values(each.key))
        if values:
            lines.append(f"    {each.key}: {values}")
    if lines:
        yield from ("", "Values seen:", *lines)


def _found_in(plan: ClassPlan) -> str:
    verb = "Sent with" if plan.is_input else "Found in"
    place = one_line(plan.places[0].removesuffix(": $"), 160)
    match len(plan.places) - 1:
        case 0:
            return f"{verb} {place}."
        case 1:
            return f"{verb} {place} and 1 more place."
        case more:
            return f"{verb} {place} and {more} more places."


def _field(entry: ClassField, annotations: Annotations) -> Source:
    return lay_out(_field_line(entry, annotations), 4)


def _annotated(
    entry: ClassField, annotations: Annotations
) -> tuple[Source, Source | None]:
    """The annotation of a field, and its default, if it has one."""
    members = annotations.members(entry.shape)
    if annotations.is_input:
        return union((*members, NONE, OMIT)), imported("OMIT")
    if entry.optional or entry.shape.null:
        return union((*members, NONE)), NONE
    return union(members), None


def _field_line(entry: ClassField, annotations: Annotations) -> Expression:
    """`name: annotation`, then its default, or `field()` where that is not all."""
    annotation, default = _annotated(entry, annotations)
    head = code(entry.name, ": ", annotation)
    more = list(_field_arguments(entry))
    if not more:
        return head if default is None else code(head, " = ", default)
    if default is not None:
        more.insert(0, keyword("default", default))
    return prefixed(code(head, " = "), call(_FIELD, *more))


def _field_arguments(entry: ClassField) -> Iterable[Expression]:
    """The arguments of `field()` but for the default."""
    if names_secret(entry.key):
        yield keyword("repr", Source("False"))
    if entry.key != entry.name:
        metadata = dict_of([(Source('"key"'), literal(entry.key))])
        yield keyword("metadata", metadata)


def type_views(
    classes: Classes, evidence: Mapping[int, Evidence]
) -> tuple[TypeView, ...]:
    """What each class was made from, for `inspect --types`."""
    views: list[TypeView] = []
    for index, plan in enumerate(classes.plans):
        seen = evidence.get(index, Evidence())
        views.append(_type_view(plan, classes, seen))
    return tuple(views)


def _type_view(plan: ClassPlan, classes: Classes, evidence: Evidence) -> TypeView:
    annotations = Annotations(classes, is_input=plan.is_input)
    fields = [_field_view(each, annotations, evidence) for each in plan.fields]
    return TypeView(plan.name, plan.places, evidence.objects, tuple(fields))


def _field_view(
    entry: ClassField, annotations: Annotations, evidence: Evidence
) -> FieldView:
    annotation, _ = _annotated(entry, annotations)
    field = evidence.fields.get(entry.key, FieldEvidence())
    return FieldView(
        name=entry.name,
        annotation=str(annotation),
        seen=field.seen,
        null=field.null,
        missing=tuple(field.missing),
        keyed_by=evidence.keyed_by(entry.key),
        values=evidence.values(entry.key),
    )
