"""The one error family of the generator, and what it says without failing: notices.

PostkilnError       anything postkiln cannot do; its text is for the user
|-- InputError      a document that cannot be read, or is not a collection
|-- UsageError      arguments or configuration that cannot be followed
|-- StrictError     notices, where they are to be errors
|-- RenderError     a package that Python could not read
`-- OutputError     a directory that cannot be written without harm
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class PostkilnError(Exception):
    """Something postkiln cannot do. Its text says where and what to do about it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a document.

    `place` is where: a file, `file:line:column`, and the path of the item if it has one.
    `text` is what was found, `remedy` what to do. `excerpt` shows the line, with a caret
    under the place; texts that may be secret are blanked in it.
    """

    place: str
    text: str
    remedy: str
    excerpt: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.place}: {self.text}. {self.remedy}"


class InputError(PostkilnError):
    """A document that cannot be read or is no collection: everything that is wrong with it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class UsageError(PostkilnError):
    """Arguments or configuration that contradict each other or name nothing."""


class StrictError(PostkilnError):
    """There are notices, and they were to be errors. `notices` are their texts."""

    def __init__(self, notices: Sequence[str]) -> None:
        super().__init__("\n".join(notices))
        self.notices = tuple(notices)


class RenderError(PostkilnError):
    """What was made of a document is no Python, and no single request is the cause."""


class OutputError(PostkilnError):
    """Writing would harm what postkiln does not own, or the directory refuses."""


class Code(StrEnum):
    """What a notice is about. Codes are stable: people filter by them."""

    NO_URL = "no-url"  # the item has no address
    NO_METHOD = "no-method"  # the request says none: GET
    UNSUPPORTED_SCHEME = "unsupported-scheme"  # ws://, grpc:// and the like
    UNUSABLE_ITEM = "unusable-item"  # not an object, or a request postkiln cannot read
    RAW_DISAGREES = "raw-disagrees"  # url.raw says something else than its parts
    UNSUPPORTED_AUTH = "unsupported-auth"  # an auth type the client does not speak
    SCRIPT_CHANGES_REQUEST = "script-changes-request"
    UNSUPPORTED_BEHAVIOR = "unsupported-behavior"  # a setting that is not followed
    BODY_INCOMPLETE = "body-incomplete"  # a part of the body cannot be expressed
    BODY_NOT_JSON = (
        "body-not-json"  # declared JSON, does not parse even with {{x}} in it
    )
    EXAMPLE_NOT_JSON = "example-not-json"  # labelled JSON, does not parse
    NO_EXAMPLE = "no-example"  # the answer type rests on nothing
    BAD_HEADER = "bad-header"  # a header HTTP forbids, left out
    UNKNOWN_KEY = "unknown-key"  # v3: Postman drops it
    UNUSABLE_VALUE = "unusable-value"  # v3: not what it has to be
    UNSUPPORTED_KIND = "unsupported-kind"  # v3: a request that is not HTTP
    MULTI_AUTH = "multi-auth"  # v3: auths to choose from
    UNUSED_FILE = "unused-file"  # v3: a file that belongs to nothing
    DUPLICATE_KEY = "duplicate-key"  # an object spells a key twice; the last counts
    CYCLIC_VARIABLE = "cyclic-variable"  # a variable that is made of itself
    NOT_PYTHON = "not-python"  # what was made of the item cannot be read by Python
    EMPTY = "empty"  # nothing is left to call
    EXCLUDED = "excluded"  # left out by --include / --exclude
    MISSING_FILE = "missing-file"  # verify: a file that a request sends is not there
    OUTSIDE_FILE = "outside-file"  # verify: it is in no directory that may be read


Source = bytes | Mapping[str, bytes]
"""A document: the bytes of a file, or the files of a directory by their paths in it."""

_STEPS = 24  # that many steps of a way are shown

Steps = tuple[str | int, ...]
"""The way to a part of a JSON document, from its root: keys and positions."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: `file:line` in `place` where it is known, `steps` in JSON."""

    place: str = ""
    steps: Steps = ()

    @property
    def pointer(self) -> str:
        """The steps as people write them: `$.item[0].name`; of a long way, its end."""
        last = self.steps[-_STEPS:]
        told = (f"[{s}]" if isinstance(s, int) else f".{s}" for s in last)
        return ("$" if last == self.steps else "$…") + "".join(told)


NOWHERE = Spot()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know that stopped nothing.

    `path` holds folder names and the item's name; empty means the collection.
    """

    path: tuple[str, ...]
    code: Code
    text: str
    spot: Spot = NOWHERE

    def __str__(self) -> str:
        item = " / ".join(self.path) or "collection"
        at = f"{self.spot.place}: " if self.spot.place else ""
        return f"{at}{item}: {self.text} [{self.code}]"
