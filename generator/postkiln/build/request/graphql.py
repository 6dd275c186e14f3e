"""GraphQL queries without the secrets written into them: each becomes a variable."""

from __future__ import annotations

import re

from postkiln.model import template as templates
from postkiln.model.template import Template, Variable
from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import SecretExtractor, SecretSlot, SlotKind

_STRING = re.compile(r'(?:(?P<name>\w+)\s*:\s*)?"(?P<text>(?:[^"\\\n]|\\.)+)"')


def extract_secrets(
    query: str, extractor: SecretExtractor, where: tuple[str, ...]
) -> Template:
    """`query` with a variable for every literal that is a secret by its name or looks."""
    parts: list[str | Variable] = []
    end = 0
    for string in _STRING.finditer(query):
        name, text = string["name"] or "key", string["text"]
        if secrets.is_secret(name, text):
            slot = SecretSlot(SlotKind.BODY, name, name)
            parts += templates.parse(query[end : string.start("text")])
            parts += extractor.extract_if_secret(slot, text, where)
            end = string.end("text")
    return (*parts, *templates.parse(query[end:]))
