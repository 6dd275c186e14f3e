"""The item's own body -> the argument a caller would give for it (postman-format 5.3)."""

from __future__ import annotations

import dataclasses
import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from postkiln.model.api import Body, BodyKind, FormEntry
from postkiln.shapes.lattice import of_text
from postkiln.verify.arguments import typed
from postkiln.verify.files import Files
from postkiln.verify.values import Values

_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*+"|//[^\n]*|/\*.*?\*/', re.S)


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
            case BodyKind.JSON if body.drops_comments:
                return self._json(without_comments(text))
            case BodyKind.JSON | BodyKind.GRAPHQL:
                return self._json(text)
            case BodyKind.TEXT:
                return without_comments(text) if body.drops_comments else text
            case BodyKind.FILE:
                return self._content(body, text)
            case BodyKind.FORM | BodyKind.MULTIPART:
                return self._form(body)

    def _json(self, text: str) -> object:
        """The data, typed if there is a class for it; the text itself if it is no JSON."""
        try:
            data = json.loads(text, parse_constant=_refuse)
        except (ValueError, RecursionError):
            return text
        if isinstance(data, str):
            return text  # it is sent verbatim: quotes and all
        if self.cls is None or not isinstance(data, dict):
            return cast("object", data)
        return self.cls.from_json(data)

    def _content(self, body: Body, source: str) -> object:
        if body.content is not None:
            return octets(body.content.reveal())
        found = self.files.find(self.path, source)
        return b"" if found is None else found

    def _form(self, body: Body) -> object:
        """The fields by name, or as pairs where names repeat and others stand between."""
        pairs = [
            (self.values.fill(each.key), value)
            for each in body.entries
            for value in self._field(each)
        ]
        grouped: dict[str, list[object]] = {}
        for key, value in pairs:
            grouped.setdefault(key, []).append(value)
        in_groups = [(key, value) for key, many in grouped.items() for value in many]
        if body.kind is BodyKind.MULTIPART and in_groups != pairs:
            return pairs
        fields = {
            key: many if len(many) > 1 or _repeats(body, key) else many[0]
            for key, many in grouped.items()
        }
        is_known = not any("{{" in each.key for each in body.entries)
        return (
            self.cls(**_by_name(self.cls, fields)) if self.cls and is_known else fields
        )

    def _field(self, entry: FormEntry) -> Iterator[object]:
        if not entry.is_file:
            text = self.values.sample(entry.value)
            yield None if text is None else typed(text, of_text(text))
        elif entry.content is not None:
            yield entry.file_name or "", octets(entry.content.reveal())
        elif entry.source is None:
            yield None
        else:
            yield from self._file(self.values.fill(entry.source), entry.file_name)

    def _file(self, source: str, name: str | None) -> Iterator[object]:
        """A file under `name`; None: the name it has in its path, also if that is a link."""
        found = self.files.find(self.path, source)
        if found is not None:
            named = Path(source).name if name is None else name
            yield found if found.name == named else (named, found)


def _repeats(body: Body, key: str) -> bool:
    """Whether the signature asks for a list, because the collection has several."""
    return any(each.key == key and len(each.samples) > 1 for each in body.fields)


def octets(base64: str) -> bytes:
    """What Node decodes: other characters are passed over, the padding may be missing."""
    kept = _NOT_BASE64.sub("", base64.replace("-", "+").replace("_", "/"))
    whole = kept[: len(kept) - (len(kept) % 4 == 1)]
    return b64decode(whole + "=" * (-len(whole) % 4))


_NOT_BASE64 = re.compile(r"=.*|[^A-Za-z0-9+/]", re.S)


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
