"""GraphQL queries without the secrets written into them: each becomes a hole."""

from __future__ import annotations

import re

from postkiln.secrets import detect as secrets
from postkiln.secrets.redact import Vault

_STRING = re.compile(r'(?:(?P<name>\w+)\s*:\s*)?"(?P<text>(?:[^"\\\n]|\\.)+)"')


def shielded(query: str, vault: Vault, where: tuple[str, ...]) -> str:
    """`query` with a hole for every literal that is a secret by name or by its looks."""

    def shield(literal: re.Match[str]) -> str:
        name, text = literal["name"] or "key", literal["text"]
        if not secrets.is_secret(name, text):
            return literal[0]
        hole = vault.shield(f"body:{name}", name, text, where)
        return literal[0].replace(f'"{text}"', f'"{hole}"')

    return _STRING.sub(shield, query)
