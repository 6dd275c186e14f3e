"""What differs between the sync and the async form of everything that is written twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import LiteralString

from postkiln.python.naming.reserved import imported
from postkiln.python.syntax.source import Source, code


@dataclass(frozen=True, slots=True)
class Mode:
    """Sync or async: its keywords, and the runtime's classes."""

    prefix: LiteralString
    adjective: LiteralString
    define: LiteralString
    returns: LiteralString
    client: Source
    resource: Source
    settings: Source
    stream: Source

    def class_name(self, name: Source) -> Source:
        """A class of the API in this form."""
        return code(self.prefix, name)


SYNC = Mode(
    prefix="",
    adjective="",
    define="def ",
    returns="return ",
    client=imported("SyncClient"),
    resource=imported("SyncResource"),
    settings=imported("SyncSettings"),
    stream=imported("Stream"),
)

ASYNC = Mode(
    prefix="Async",
    adjective="async ",
    define="async def ",
    returns="return await ",
    client=imported("AsyncClient"),
    resource=imported("AsyncResource"),
    settings=imported("AsyncSettings"),
    stream=imported("AsyncStream"),
)
