"""Where our request differs from newman's on purpose: ARCHITECTURE.md says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from wire.compare import Difference

DATA = "arguments are data: what is structure in Postman is encoded"
EMPTY = "an empty path argument would be another address, and is refused"
NO_HOST = "no URL can have this host or port: newman's sockets were led to the recorder"
FRAMED = "a body without a length is not HTTP: the length is sent"
APP = "Postman's app and newman differ: the app counts"
NO_SERVER = "a server sets this cookie, and `verify` has none: seen over sockets"
ADDRESS = "a call gives the address: a credential that has an origin goes to no other"
FILE = "a converter's place holder for a file is sent as a file, with a media type"
ORIGINS = "another origin hears nothing of the path that redirects to it"
UNSIGNED = "what cannot be signed is an error: newman sends it unsigned"

SEGMENT = "*: must not make an empty or dot segment"
HOST = "the host of the URL contains characters that no host name has"
PORT = "the port of the URL is not a number up to 65535"
JWT = "jwt: the payload is not a JSON object"


@dataclass(frozen=True, slots=True)
class Decision:
    """A field in which requests may differ: patterns of recordings, keys and of ours.

    `told` is what must be in the place of newman's: for a request that is not sent, the
    text of the error.
    """

    recording: str
    key: str
    field: str
    reason: str
    told: str = "*"

    def covers(self, recording: str, key: str, difference: Difference) -> bool:
        """Whether this is about such a difference."""
        return (
            fnmatchcase(recording, self.recording)
            and fnmatchcase(key, self.key)
            and difference.field == self.field
            and fnmatchcase(str(difference.ours), self.told)
        )


def stale(table: Iterable[Decision], used: Iterable[Decision]) -> list[Decision]:
    """The decisions that decide nothing any more."""
    known = set(used)
    return [each for each in table if each not in known]


DECISIONS = (
    Decision("cases/urls", "u11 pathvar special", "target", DATA),
    Decision("cases/urls", "u32 value vars special", "target", DATA),
    Decision("cases/bodies", "h16 disableUrlEncoding", "target", DATA),
    Decision("cases/nulls", "n34 query var expands to pairs", "target", DATA),
    Decision("cases/urls", "u40 types", "not sent", EMPTY, SEGMENT),
    Decision("cases/vars", "p6 empty env value", "not sent", EMPTY, SEGMENT),
    Decision("cases/vars", "p12 secret source", "not sent", EMPTY, SEGMENT),
    Decision("cases/urls", "u09 path objects", "target", APP),
    Decision("cases/nulls", "n9 host null", "host", APP),
    Decision("cases/nulls", "n9 host null", "target", APP),
    Decision("cases/auths", "a22 jwt obj payload", "not sent", UNSIGNED, JWT),
    Decision("cases/redirects", "c2 sends cookie", "headers", NO_SERVER),
    Decision("cases/redirects", "c4 own cookie header", "headers", NO_SERVER),
    Decision("cases/redirects", "r6 cross host", "headers", ORIGINS),
    Decision("cases/bodies", "h05 disabledSystemHeaders", "body", FRAMED),
    Decision(
        "Jerry-Lees__F5-BIG-IQ-*", "*/Get Remaining Virtual *", "headers", ADDRESS
    ),
    Decision("box__box-postman__box", "File Uploads/Upload a file*", "body", FILE),
    Decision("mojaloop__*", "*content-type header missing*", "body", FRAMED),
    Decision(
        "CiscoDevNet__Postman-for-Cisco-SD-WAN__*", "*", "not sent", NO_HOST, PORT
    ),
    Decision("lfalck__AzureRestApi*", "*", "not sent", NO_HOST, HOST),
    Decision("src-system42__cognito-*", "*", "not sent", NO_HOST, HOST),
)
