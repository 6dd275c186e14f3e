"""The seed's answer as people would write it by hand, for the other libraries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class FieldMapping:
    api_name: str
    index: int
    format: str | None = None
    find_by: Any | None = None
    module: Any | None = None
    default_value: Any | None = None


@dataclass(slots=True)
class Resource:
    status: str
    type: str
    module: str
    field_mappings: list[FieldMapping]
    code: str


@dataclass(slots=True)
class Callback:
    url: str
    method: str


@dataclass(slots=True)
class CreatedBy:
    id: str
    name: str


@dataclass(slots=True)
class Job:
    status: str
    resource: list[Resource]
    id: str
    callback: Callback
    created_by: CreatedBy
    ignore_empty: bool
    operation: str
    created_time: dt.datetime
