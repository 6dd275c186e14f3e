"""Text <-> the bytes of a file. Every file that postkiln writes is encoded here.

Files are UTF-8 without a byte order mark, and newlines stay as they are in the text: `\\n`
on every platform.
"""

from __future__ import annotations

from postkiln.diagnostics.errors import OutputError


def encode(content: str | bytes, name: str) -> bytes:
    """The content of a file as bytes; bytes stay as they are.

    Raises OutputError, which names the file, for a lone surrogate: JSON can hold it as
    `\\ud800`, and UTF-8 cannot.
    """
    if isinstance(content, bytes):
        return content
    try:
        return content.encode("utf-8")
    except UnicodeEncodeError as error:
        raise OutputError(
            f"{name!r}: the character {content[error.start]!r} cannot be written as "
            "UTF-8. Remove it from the collection"
        ) from error


def decode_for_display(content: bytes) -> str:
    """The text of a file for a diff. Bytes that are not UTF-8 become escapes: `\\xff`."""
    return content.decode("utf-8", errors="backslashreplace")
