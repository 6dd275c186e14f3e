"""The three doors through which outside text becomes Python source, and how it is joined.

In: any text of a collection. Out: `Source`, text that is safe to place in a module, with
the imports that it needs there. Identifiers are made in `naming.scope`, `literal()` and
`docstring()` are here. Templates place `Source` and nothing else; `render` checks that.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import LiteralString, Self

WIDTH = 88
"""The line length of the generated code: black's default."""


@dataclass(frozen=True, slots=True)
class Import:
    """`from module import name as alias`; without a name, `import module as alias`.

    `is_own`: a module of the generated package, named from its root ("": the root).
    """

    module: LiteralString | Source
    name: LiteralString | Source = ""
    alias: LiteralString = ""
    is_own: bool = False


NO_IMPORTS: frozenset[Import] = frozenset()


class Source(str):
    """Python source that went through a door, or that postkiln wrote itself.

    `imports` is what a module must import to hold it; `code` and `joined` pass it on.
    """

    __slots__ = ()

    imports: frozenset[Import] = NO_IMPORTS

    def __html__(self) -> str:
        """What a template places: the text as it is (the protocol of markupsafe)."""
        return str(self)


class _Importing(Source):
    """Source that needs imports. A class of its own keeps all other, which is most, small."""

    __slots__ = ("imports",)

    def __new__(cls, text: str, imports: frozenset[Import] = NO_IMPORTS) -> Self:
        self = super().__new__(cls, text)
        self.imports = imports
        return self


def importing(text: LiteralString | Source, needed: Import) -> Source:
    """Source that needs an import."""
    return _Importing(text, frozenset((needed,)))


def code(*pieces: LiteralString | Source) -> Source:
    """Join our own words and text that already is source."""
    return _united("".join(pieces), pieces)


def joined(separator: LiteralString, parts: Iterable[Source]) -> Source:
    pieces = tuple(parts)
    return _united(separator.join(pieces), pieces)


def _united(text: str, pieces: Iterable[str]) -> Source:
    """`text` with the imports of all its pieces."""
    needed = [piece.imports for piece in pieces if isinstance(piece, _Importing)]
    if not needed:
        return Source(text)
    return _Importing(text, NO_IMPORTS.union(*needed))


def union_members(annotation: Source) -> list[Source]:
    """The members of `a | b[c | d]`; each has the imports of all."""
    members: list[str] = []
    depth = 0
    for part in annotation.split(" | "):
        if depth:
            members[-1] += f" | {part}"
        else:
            members.append(part)
        depth += part.count("[") - part.count("]")
    return [_united(each, (annotation,)) for each in members]


def literal(value: str | int | float | bool | None) -> Source:
    """The literal of a scalar, with the quotes black would choose (fewest escapes)."""
    if not isinstance(value, str):
        return Source(repr(value))
    quote = '"'
    if value.count('"') > value.count("'"):
        quote = "'"
    is_plain = value.isprintable() and "\\" not in value
    if is_plain and quote not in value:  # most are: they need no escapes
        return Source(quote + value + quote)
    escaped = "".join(_escaped(char, quote) for char in value)
    return Source(quote + escaped + quote)


def _escaped(char: str, quote: str) -> str:
    if char in (quote, "\\"):
        return "\\" + char
    if char.isprintable():
        return char
    return repr(char)[1:-1]  # `\n`, `\x1b`, `\u2028`: without the quotes of repr


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_BREAK = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"  # some scripts cannot be written without them

STRING = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
"""A pattern for the string literals that `literal()` makes."""


def plain(text: str) -> str:
    """`text` without what an editor would act on: controls, marks that turn its direction."""
    text = _LINE_BREAK.sub("\n", text).expandtabs(4)
    text = _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
    if text.isascii():
        return text
    return "".join(filter(_is_seen, text))


def _is_seen(char: str) -> bool:
    is_format_control = unicodedata.category(char) == "Cf"
    return not is_format_control or char in _JOINERS


def one_line(text: str, limit: int = 200) -> str:
    """`text` on one line, cut after `limit` characters."""
    return textwrap.shorten(plain(text), limit, placeholder=" ...")


def first_paragraph(text: str) -> str:
    """The first paragraph of a description, on one line; "" when there is none."""
    for paragraph in re.split(r"\n\s*\n", plain(text)):
        line = one_line(paragraph, 600)
        if line:
            return line
    return ""


def sentence(text: str) -> str:
    """`text` with a full stop, where it ends with none."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def docstring(lines: Sequence[str], indent: int) -> Source:
    """A docstring of `lines`, wrapped, at `indent` columns, as black leaves it.

    The first line must say something; a line that is indented belongs under one that
    is not ("Args:"), because black takes away what all lines but the first share.
    """
    margin = " " * indent
    width = WIDTH - indent
    first, *others = lines
    body = _wrap(plain(first).strip(), width - len('"""' * 2))
    for line in others:
        body += _wrap(plain(line), width)
    body = [_escape(line) for line in body]
    while len(body) > 1 and not body[-1].strip():  # black takes empty last lines away
        body.pop()
    if len(body) == 1:
        return Source(f'{margin}"""{_padded(body[0])}"""')
    text = "\n".join((margin + line).rstrip() for line in body)
    return Source(f'{margin}"""{_opened(text[indent:])}\n{margin}"""')


def _wrap(line: str, width: int) -> list[str]:
    """A line broken at blanks; if it is indented, what follows is by four columns more."""
    lead = line[: len(line) - len(line.lstrip())]
    wrapped = textwrap.wrap(
        line.rstrip(),
        width,
        subsequent_indent=lead and lead + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapped or [""]


def _escape(line: str) -> str:
    doubled = line.replace("\\", "\\\\")
    return doubled.replace('"""', '\\"\\"\\"')


def _opened(text: str) -> str:
    """Black sets a blank between the opening quotes and a quote that follows them."""
    if text.startswith('"'):
        return " " + text
    return text


def _padded(line: str) -> str:
    """The text of a docstring of one line: no quote stands beside those around it."""
    opened = _opened(line)
    if line.endswith('"'):
        return opened + " "
    return opened
