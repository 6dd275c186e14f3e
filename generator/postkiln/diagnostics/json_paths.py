"""The text of JSON paths: `$.resource[0].name` of one document, `$.resource[].name` of all.

In: the path of a value (`$`: the document) and the step below it. Out: the path there.
Messages and the configuration write keys as they are; locks write each path in a way of
its own. Clients write theirs in `runtime/codec/json_path`, which imports nothing of here.
"""

from __future__ import annotations

import json
import re

ROOT = "$"
"""The path of the document itself."""

_PLAIN_KEY = re.compile(r"[\w$@:-]+")


def index_path(path: str, index: int) -> str:
    """One element of the list at `path`."""
    return f"{path}[{index}]"


def element_path(path: str) -> str:
    """Any element of the list at `path`."""
    return f"{path}[]"


def value_path(path: str) -> str:
    """Any value of the mapping at `path`."""
    return f"{path}.*"


def field_path(path: str, key: str) -> str:
    """A field of the object at `path`, its key as it is."""
    return f"{path}.{key}"


def distinct_field_path(path: str, key: str) -> str:
    """A field of the object at `path`, quoted where `field_path` could mean two fields.

    `["a.b"]` is one field, `.a.b` is one in another. Locks hold these: a change here
    makes the names of older locks unreadable.
    """
    if _PLAIN_KEY.fullmatch(key):
        return field_path(path, key)
    return f"{path}[{json.dumps(key)}]"
