"""The item's own body -> the argument a caller would give for it (postman-format 5.3)."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from postkiln.errors import Code, Notice
from postkiln.model.api import Body, BodyKind, FormField
from postkiln.model.shape import of_text
from postkiln.verify.arguments import typed
from postkiln.verify.values import Values, revealed

_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*+"|//[^\n]*|/\*.*?\*/', re.S)


class Files:
    """Finds the files that requests send, and remembers those that are missing."""

    def __init__(self, base: Path | None) -> None:
        self._base = base or Path()
        self._missing: dict[tuple[tuple[str, ...], str], Notice] = {}

    @property
    def notices(self) -> tuple[Notice, ...]:
        """One for each file of each item."""
        return tuple(self._missing.values())

    def find(self, path: tuple[str, ...], source: str) -> Path | None:
        """The file that the item at `path` names; None when it cannot be read."""
        if "\x00" not in source and (self._base / source).is_file():
            return self._base / source
        text = f"the file {source!r} is missing: it is left out of the request"
        self._missing[path, source] = Notice(path, Code.MISSING_FILE, text)
        return None


@dataclasses.dataclass(frozen=True, slots=True)
class Bodies:
    """Makes the body arguments of one item at a time.

    `path` is the item's; `cls` the class of its body, None where plain data is given.
    """

    values: Values
    files: Files
    path: tuple[str, ...]
    cls: Any = None

    def argument(self, name: str, body: Body) -> Mapping[str, object]:
        """The argument by its name; none where a GraphQL query has no variables."""
        if body.kind is BodyKind.GRAPHQL and body.sample is None:
            return {}
        return {name: self._value(body)}

    def _value(self, body: Body) -> object:
        text = self.values.sample(body.sample) or ""
        match body.kind:
            case BodyKind.JSON | BodyKind.GRAPHQL:
                return self._json(text)
            case BodyKind.TEXT:
                is_json = body.media_type == "application/json"
                return without_comments(text) if is_json else text
            case BodyKind.FILE:
                found = self.files.find(self.path, text)
                return b"" if found is None else found
            case BodyKind.FORM | BodyKind.MULTIPART:
                return self._form(body)

    def _json(self, text: str) -> object:
        """The data, typed if there is a class for it; the text itself if it is no JSON."""
        stripped = without_comments(text)
        try:
            data = json.loads(stripped, parse_constant=_refuse)
        except (ValueError, RecursionError):
            return stripped
        if isinstance(data, str):
            return stripped  # text is sent verbatim: quotes and all
        if self.cls is None or not isinstance(data, dict):
            return cast("object", data)
        return self.cls.from_json(data)

    def _form(self, body: Body) -> object:
        sent = [each for each in body.fields if each.sent]
        fields = {
            self.values.fill(each.key): value
            for each in sent
            for value in self._field(each)
        }
        if self.cls is None or any("{{" in each.key for each in sent):
            return fields
        return self.cls(**_by_name(self.cls, fields))

    def _field(self, field: FormField) -> Iterator[object]:
        given = list(self._files(field) if field.is_file else self._texts(field))
        if given or not field.samples:
            several = len(field.samples) > 1
            yield given if several else (given or [None])[0]

    def _texts(self, field: FormField) -> Iterator[object]:
        for text in map(self.values.sample, field.samples):
            yield None if text is None else typed(text, of_text(text))

    def _files(self, field: FormField) -> Iterator[Path]:
        for sample in field.samples:
            source = self.values.fill(revealed(sample or ""))
            found = self.files.find(self.path, source)
            if found is not None:
                yield found


def _by_name(cls: Any, fields: Mapping[str, object]) -> dict[str, object]:
    """Fields by the names that the class has for them."""
    known = dataclasses.fields(cls)
    names = {each.metadata.get("key", each.name): each.name for each in known}
    return {names[key]: value for key, value in fields.items()}


def without_comments(text: str) -> str:
    """JSON as Postman sends it."""
    return _STRING_OR_COMMENT.sub(
        lambda match: match[0] if match[0].startswith('"') else "", text
    )


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")
