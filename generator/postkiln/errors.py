"""The one error family of the generator, and what it says without failing: notices.

PostkilnError       anything postkiln cannot do; its text is for the user
|-- InputError      a document that cannot be read, or is not a collection
|-- UsageError      arguments or configuration that cannot be followed
`-- OutputError     a directory that cannot be written without harm
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PostkilnError(Exception):
    """Something postkiln cannot do. Its text says where and what to do about it."""


class InputError(PostkilnError):
    """A document that cannot be read or is no collection.

    `place` is where: a file, `file:line:column`, or a file and an item path.
    `problem` is what was found, `remedy` what to do.
    """

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        super().__init__(f"{place}: {problem}. {remedy}")
        self.place = place
        self.problem = problem
        self.remedy = remedy


class UsageError(PostkilnError):
    """Arguments or configuration that contradict each other or name nothing."""


class OutputError(PostkilnError):
    """Writing would harm what postkiln does not own, or the directory refuses."""


class Code(StrEnum):
    """What a notice is about. Codes are stable: people filter by them."""

    NO_URL = "no-url"  # the item has no address
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
    DUPLICATE_KEY = "duplicate-key"  # an object spells a key twice; the last counts
    EMPTY = "empty"  # nothing is left to call
    EXCLUDED = "excluded"  # left out by --include / --exclude
    MISSING_FILE = "missing-file"  # verify: a file that a request sends is not there


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know that stopped nothing.

    `path` holds folder names and the item's name; empty means the collection.
    """

    path: tuple[str, ...]
    code: Code
    text: str

    def __str__(self) -> str:
        return f"{' / '.join(self.path) or 'collection'}: {self.text} [{self.code}]"
