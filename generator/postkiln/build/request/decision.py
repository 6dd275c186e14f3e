"""What a text of a request becomes in the client, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Becomes(StrEnum):
    """What a text of a request becomes. The values stand in locks and configurations."""

    CONSTANT = "constant"  # sent as it is
    OPTION = "option"  # of the client; left out of the request while it has no value
    REQUIRED_OPTION = "required-option"  # of the client, which has to give it
    CREDENTIAL = "credential"  # an option of the client without default
    REQUIRED = "required"  # an argument of the call
    OPTIONAL = "optional"  # an argument of the call, not sent unless given
    DEFAULT = "default"  # an argument of the call; left out, the text itself is sent
    FRESH = "fresh"  # an argument of the call; left out, a new UUID is sent
    LEFT_OUT = "left-out"  # never sent

    @property
    def is_option(self) -> bool:
        """Whether the client has it."""
        return self in _OPTIONS


_OPTIONS = (Becomes.OPTION, Becomes.REQUIRED_OPTION, Becomes.CREDENTIAL)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a text becomes, and the row of its table that says so.

    `unchosen` is what it would be without the configuration, where that says something
    else: a lock keeps no choice of the configuration.
    """

    becomes: Becomes
    row: str
    unchosen: Becomes | None = None

    @property
    def locked(self) -> Becomes:
        """What a lock keeps."""
        return self.unchosen or self.becomes


UNDECIDED = Decision(Becomes.CONSTANT, "")
"""That of a text which no table has seen yet."""
