"""A text -> each way to make objects of it, as functions that take nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any, get_args, get_origin, get_type_hints

from benchmarks import plain
from benchmarks.quicktype import classes_for

Runs = dict[str, Callable[[], object]]


def decoders(text: bytes, *, is_list: bool) -> Runs:
    """By name. What is not installed is left out, and said."""
    runs: Runs = {"json.loads alone": lambda: json.loads(text)}
    for make in (
        _orjson,
        _ours,
        _msgspec,
        _pydantic,
        _mashumaro,
        _cattrs,
        _dacite,
        _quicktype,
    ):
        try:
            runs |= make(text, is_list)
        except ImportError as error:
            print(f"left out: {error}")
    return runs


def whole_and_lacking(text: bytes, count: int) -> Runs:
    """`count` objects read by us: whole ones first, then such as lack a required key."""
    decode: Any = import_module("zoho_crm._runtime.codec.convert").decode
    models: Any = import_module("zoho_crm.models")
    mapping = json.loads(text)["resource"][0]["field_mappings"][0]
    whole = [mapping] * count
    lacking = [{k: v for k, v in mapping.items() if k != "index"}] * count
    annotation = list[models.FieldMapping]
    return {
        "postkiln: with every key": lambda: decode(annotation, whole),
        "postkiln: without a required one": lambda: decode(annotation, lacking),
        "postkiln, checked: with every key": lambda: decode(
            annotation, whole, on_difference=_ignore
        ),
        "postkiln, checked: without a required one": lambda: decode(
            annotation, lacking, on_difference=_ignore
        ),
    }


def _ignore(difference: str) -> None:
    """Makes `decode` use the checked mode, which finds differences."""


def _orjson(text: bytes, is_list: bool) -> Runs:
    loads = import_module("orjson").loads
    return {"orjson.loads alone": lambda: loads(text)}


def _ours(text: bytes, is_list: bool) -> Runs:
    decode: Any = import_module("zoho_crm._runtime.codec.convert").decode
    texts: Any = import_module("zoho_crm._runtime.response.json_text")
    model: Any = import_module("zoho_crm.models").JobDetails
    annotation = list[model] if is_list else model
    data = json.loads(text)
    runs: Runs = {
        "postkiln: objects alone": lambda: decode(annotation, data),
        "postkiln: json.loads and objects": lambda: decode(
            annotation, json.loads(text)
        ),
    }
    if texts.orjson is not None:
        runs["postkiln with orjson"] = lambda: decode(annotation, texts.loads(text))
    return runs


def _msgspec(text: bytes, is_list: bool) -> Runs:
    decoder = import_module("msgspec.json").Decoder(_plain(is_list))
    return {"msgspec into dataclasses": lambda: decoder.decode(text)}


def _pydantic(text: bytes, is_list: bool) -> Runs:
    pydantic: Any = import_module("pydantic")
    models: dict[type, Any] = {}

    def model(cls: Any) -> Any:
        """The same class as a BaseModel, its fields of these."""
        if cls not in models:
            hints = get_type_hints(cls)
            given = {each.name: _field(hints, each) for each in fields(cls)}
            models[cls] = pydantic.create_model(cls.__name__, **given)
        return models[cls]

    def _field(hints: dict[str, Any], each: Any) -> Any:
        annotation: Any = hints[each.name]
        if is_dataclass(annotation):
            annotation = model(annotation)
        elif get_origin(annotation) is list:
            listed: Any = list
            annotation = listed[model(get_args(annotation)[0])]
        required = each.default.__class__.__name__ == "_MISSING_TYPE"
        return annotation, ... if required else each.default

    job: Any = model(plain.Job)
    listed: Any = list
    adapter = pydantic.TypeAdapter(listed[job])
    validate = adapter.validate_json if is_list else job.model_validate_json
    return {"pydantic BaseModel": lambda: validate(text)}


def _mashumaro(text: bytes, is_list: bool) -> Runs:
    decoder = import_module("mashumaro.codecs.json").JSONDecoder(_plain(is_list))
    return {"mashumaro": lambda: decoder.decode(text)}


def _cattrs(text: bytes, is_list: bool) -> Runs:
    converter = import_module("cattrs.preconf.json").make_converter()
    kind = _plain(is_list)
    return {"cattrs": lambda: converter.loads(text, kind)}


def _dacite(text: bytes, is_list: bool) -> Runs:
    dacite: Any = import_module("dacite")
    config = dacite.Config(type_hooks={datetime: datetime.fromisoformat})

    def one(data: Any) -> Any:
        return dacite.from_dict(plain.Job, data, config)

    if is_list:
        return {"dacite": lambda: [one(each) for each in json.loads(text)]}
    return {"dacite": lambda: one(json.loads(text))}


@cache
def _job_from_dict(sample: bytes) -> Any:
    return classes_for(sample).job_from_dict


def _quicktype(text: bytes, is_list: bool) -> Runs:
    data = json.loads(text)
    one = _job_from_dict(json.dumps(data[0] if is_list else data).encode())
    if is_list:
        return {"quicktype": lambda: [one(each) for each in json.loads(text)]}
    return {"quicktype": lambda: one(json.loads(text))}


def _plain(is_list: bool) -> Any:
    return list[plain.Job] if is_list else plain.Job
