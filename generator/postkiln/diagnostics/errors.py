"""The one error family of the generator.

PostkilnError       anything postkiln cannot do; its text is for the user
|-- InputError      a document that cannot be read, or is not a collection
|-- UsageError      arguments or configuration that cannot be followed
|   `-- ChoiceError what the configuration chooses is not there, or cannot be
|-- StrictError     notices, where they are to be errors
|-- RenderError     a package that Python could not read
`-- OutputError     a directory that cannot be written without harm
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class PostkilnError(Exception):
    """Something postkiln cannot do. Its text says where and what to do about it."""


@dataclass(frozen=True, slots=True)
class DocumentProblem:
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

    def __init__(self, *problems: DocumentProblem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems

    @classmethod
    def at(cls, place: str, text: str, remedy: str) -> InputError:
        """The error of a document in which one thing is wrong."""
        return cls(DocumentProblem(place, text, remedy))


class UsageError(PostkilnError):
    """Arguments or configuration that contradict each other or name nothing."""


class ChoiceError(UsageError):
    """A name or a value that the configuration chooses is not there, or cannot be so."""


class StrictError(PostkilnError):
    """There are notices, and they were to be errors. `notices` are their texts."""

    def __init__(self, notices: Sequence[str]) -> None:
        super().__init__("\n".join(notices))
        self.notices = tuple(notices)


class RenderError(PostkilnError):
    """What was made of a document is no Python, and no single request is the cause."""


class OutputError(PostkilnError):
    """Writing would harm what postkiln does not own, or the directory refuses."""


Source = bytes | Mapping[str, bytes]
"""A document: the bytes of a file, or the files of a directory by their paths in it."""
