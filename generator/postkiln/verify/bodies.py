"""The item's own body -> the argument a caller would give for it (postman-format 5.3)."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from postkiln.model.api import Body, BodyKind, FormEntry
from postkiln.python.view import CallTarget
from postkiln.runtime.request.scalars import json_text
from postkiln.shapes.lattice import of_text
from postkiln.verify.arguments import convert_text
from postkiln.verify.files import AllowedFiles
from postkiln.verify.values import VariableValues

_STRING_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.)*+"|//[^\n]*|/\*.*?\*/', re.S)
_PADDING_OR_NOT_BASE64 = re.compile(r"=.*|[^A-Za-z0-9+/]", re.S)


@dataclass(frozen=True, slots=True)
class BodyBuilder:
    """Makes the arguments of one item's body.

    `path` is the item's, for notices.
    """

    values: VariableValues
    files: AllowedFiles
    path: tuple[str, ...]

    def arguments(self, call: CallTarget, body: Body) -> Mapping[str, object]:
        """The arguments by name: a keyword for each field that has one, or the whole body."""
        keywords = {key: name for name, key in call.fields}
        whole = self._whole(body)
        if whole is None:
            return {}
        if body.kind is BodyKind.GRAPHQL:
            found = self._graphql(body, whole, keywords)
        else:
            found = split_fields(whole, keywords)
        given = dict(found.keywords)
        if found.rest is not None and call.body is not None:
            given[call.body] = found.rest
        return given

    def _whole(self, body: Body) -> object:
        """The body as data; of GraphQL the variables, None where there are none."""
        text = self.values.sample_text(body.sample)
        if body.kind is BodyKind.GRAPHQL and text is None:
            return None
        text = text or ""
        if body.drops_comments and body.kind in (BodyKind.JSON, BodyKind.TEXT):
            text = without_comments(text)
        match body.kind:
            case BodyKind.JSON | BodyKind.GRAPHQL:
                return json_data(text)
            case BodyKind.TEXT:
                return text
            case BodyKind.FILE:
                return self._file_content(body, text)
            case BodyKind.FORM | BodyKind.MULTIPART:
                return self._form(body)

    def _graphql(
        self, body: Body, variables: object, keywords: Mapping[str, str]
    ) -> BodyArguments:
        """The variables as keywords; what has none, in a whole request."""
        if isinstance(variables, str):
            return BodyArguments({}, self._graphql_text(body, variables))
        found = split_fields(variables, keywords)
        if found.rest is None:
            return found
        return BodyArguments(found.keywords, {"variables": found.rest})

    def _graphql_text(self, body: Body, variables: str) -> str:
        """The whole request, with variables that are not JSON: they stand in it verbatim."""
        members: list[str] = []
        for key, template in (
            ("query", body.query),
            ("operationName", body.operation_name),
        ):
            if template:
                text = json_text(self.values.fill(template), key)
                members.append(f'"{key}":{text}')
        if variables:
            members.append(f'"variables":{variables}')
        joined = ",".join(members)
        return f"{{{joined}}}"

    def _file_content(self, body: Body, source: str) -> object:
        if body.content is not None:
            return decode_base64(body.content.reveal())
        if not source:
            return b""  # the collection names no file
        return self.files.find(self.path, source) or b""

    def _form(self, body: Body) -> object:
        """The fields by name, or as pairs where other fields stand between equal names."""
        pairs = list(self._pairs(body))
        values_by_key: dict[str, list[object]] = {}
        for key, value in pairs:
            values_by_key.setdefault(key, []).append(value)
        # The order of parts counts, and a mapping brings equal names together.
        if body.kind is BodyKind.MULTIPART and _ungrouped(values_by_key) != pairs:
            return pairs
        fields: dict[str, object] = {}
        for key, values in values_by_key.items():
            fields[key] = _field_value(body, key, values)
        return fields

    def _pairs(self, body: Body) -> Iterator[tuple[str, object]]:
        files = {each.key for each in body.fields if each.is_file}
        for entry in body.entries:
            key = self.values.fill(entry.key)
            for value in self._entry_values(entry):
                if entry.key in files and not entry.is_file:
                    value = ("", str(value).encode())  # a text in place of a file
                yield key, value

    def _entry_values(self, entry: FormEntry) -> Iterator[object]:
        """One value; none for a file that is left out."""
        if not entry.is_file:
            yield self._text_value(entry)
        elif entry.content is not None:
            yield entry.file_name or "", decode_base64(entry.content.reveal())
        elif entry.source is None:
            yield None
        else:
            yield from self._file(self.values.fill(entry.source), entry.file_name)

    def _text_value(self, entry: FormEntry) -> object:
        text = self.values.sample_text(entry.value)
        if text is None:
            return ""
        return convert_text(text, of_text(text))

    def _file(self, source: str, name: str | None) -> Iterator[object]:
        """A file under `name`; None: the name it has in its path, also if that is a link."""
        found = self.files.find(self.path, source)
        if found is None:
            return
        if name is None:
            name = Path(source).name
        if found.name == name:
            yield found
        else:
            yield name, found


@dataclass(frozen=True, slots=True)
class BodyArguments:
    """What a call gives of a body: keywords by name, and the whole or what has no keyword.

    `rest` is None where nothing is left.
    """

    keywords: Mapping[str, object]
    rest: object


def split_fields(whole: object, keywords: Mapping[str, str]) -> BodyArguments:
    """The fields of a body as keywords, which are given by key.

    A body that has fields without keywords, or no fields, is given as well; with all of
    its fields, so that they keep their order. What is no mapping has no fields.
    """
    if not isinstance(whole, Mapping):
        return BodyArguments({}, whole)
    fields = cast("Mapping[str, object]", whole)
    given = {keywords[key]: fields[key] for key in fields if key in keywords}
    rest = None if given and len(given) == len(fields) else fields
    return BodyArguments(given, rest)


def json_data(text: str) -> object:
    """The data of a JSON text.

    Text that is not JSON is given as it is, and so are a JSON string, because `body` sends
    a str verbatim, and null, because a `body` of None is made of the keywords.
    """
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return text
    if data is None or isinstance(data, str):
        return text
    return cast("object", data)


def _ungrouped(
    values_by_key: Mapping[str, Sequence[object]],
) -> list[tuple[str, object]]:
    pairs: list[tuple[str, object]] = []
    for key, values in values_by_key.items():
        for value in values:
            pairs.append((key, value))
    return pairs


def _field_value(body: Body, key: str, values: list[object]) -> object:
    """One value, or a list where the signature has one: the collection has several."""
    if len(values) > 1:
        return values
    for field in body.fields:
        if field.key == key and len(field.samples) > 1:
            return values
    return values[0]


def decode_base64(text: str) -> bytes:
    """The bytes as Node decodes them, which Postman runs on.

    Both alphabets are read, other characters are skipped, padding may be missing.
    """
    standard = text.replace("-", "+").replace("_", "/")
    digits = _PADDING_OR_NOT_BASE64.sub("", standard)
    if len(digits) % 4 == 1:
        digits = digits[:-1]  # the six bits of one digit alone make no byte
    padding = "=" * (-len(digits) % 4)
    return b64decode(digits + padding)


def without_comments(text: str) -> str:
    """JSON without comments, as Postman sends it."""
    return _STRING_OR_COMMENT.sub(_keep_string, text)


def _keep_string(match: re.Match[str]) -> str:
    text = match[0]
    if text.startswith('"'):
        return text
    return ""


def _refuse_constant(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
