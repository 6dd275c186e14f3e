"""Classes to the modules under `models/`: fields, docstrings, imports."""

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
    models: dict[Source, list[ModelView]] = {}
    for index, plan in enumerate(classes.plans):
        model = _model(plan, classes, evidence.get(index, Evidence()))
        models.setdefault(plan.module, []).append(model)
    return tuple(_module(name, tuple(models[name])) for name in sorted(models))


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
    return import_lines((each for each in needed if each.module != itself), _MODELS)


_MODELS = Source("models")
_DATACLASS = Import("dataclasses", "dataclass")
_FIELD = importing("_field", Import("dataclasses", "field", "_field"))


def _model(plan: ClassPlan, classes: Classes, evidence: Evidence) -> ModelView:
    annotations = Annotations(classes, is_input=plan.is_input)
    return ModelView(
        name=plan.name,
        docstring=docstring(tuple(_model_docstring(plan, evidence)), 4),
        fields=tuple(_field(each, annotations) for each in plan.fields),
    )


def _model_docstring(plan: ClassPlan, evidence: Evidence) -> Iterable[str]:
    yield _found_in(plan)
    if plan.is_input:
        return
    if not evidence.objects:
        yield from ("", "No example shows it: a schema says it.")
    values = {each.key: ", ".join(evidence.values(each.key)) for each in plan.fields}
    lines = [f"    {key}: {texts}" for key, texts in values.items() if texts]
    if lines:
        yield from ("", "Values seen:", *lines)


def _found_in(plan: ClassPlan) -> str:
    verb = "Sent with" if plan.is_input else "Found in"
    place = one_line(plan.places[0].removesuffix(": $"), 160)
    more = len(plan.places) - 1
    if more == 0:
        return f"{verb} {place}."
    return f"{verb} {place} and {more} more place{'s' if more > 1 else ''}."


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
    """`name: annotation`, with its default and what `field()` has to say of it."""
    annotation, default = _annotated(entry, annotations)
    key = entry.key
    head = code(entry.name, ": ", annotation)
    given: list[Expression] = []
    if default is not None:
        given.append(keyword("default", default))
    if names_secret(key):
        given.append(keyword("repr", Source("False")))
    if key != entry.name:
        given.append(keyword("metadata", dict_of([(Source('"key"'), literal(key))])))
    if not given:
        return head
    if len(given) == 1 and default is not None:
        return code(head, " = ", default)
    return prefixed(code(head, " = "), call(_FIELD, *given))


def type_views(
    classes: Classes, evidence: Mapping[int, Evidence]
) -> tuple[TypeView, ...]:
    """What each class rests on, for people who ask."""
    return tuple(
        _type_view(plan, classes, evidence.get(index, Evidence()))
        for index, plan in enumerate(classes.plans)
    )


def _type_view(plan: ClassPlan, classes: Classes, evidence: Evidence) -> TypeView:
    annotations = Annotations(classes, is_input=plan.is_input)
    fields = [_field_view(each, annotations, evidence) for each in plan.fields]
    return TypeView(plan.name, plan.places, evidence.objects, tuple(fields))


def _field_view(
    entry: ClassField, annotations: Annotations, evidence: Evidence
) -> FieldView:
    annotation, _ = _annotated(entry, annotations)
    known = evidence.fields.get(entry.key, FieldEvidence())
    return FieldView(
        name=entry.name,
        annotation=str(annotation),
        seen=known.seen,
        null=known.null,
        missing=tuple(known.missing),
        keyed_by=evidence.keyed_by(entry.key),
        values=evidence.values(entry.key),
    )
