"""Which files of a package directory are postkiln's: one path per line, sorted.

In: paths, or a directory that holds a manifest. Out: the manifest's bytes, or the paths
it lists. It is a file of the output itself, so that ownership travels with the package.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from postkiln.diagnostics.errors import OutputError
from postkiln.output import links
from postkiln.output.encoding import encode
from postkiln.output.paths import check_path

NAME = ".postkiln-manifest"

_HEADER = """\
# The files that postkiln wrote here. It rewrites and removes them when it runs again.
# Files that are not listed are yours: postkiln leaves them alone.
"""


def render(paths: Iterable[str]) -> bytes:
    """The manifest of a package that holds `paths`; it does not list itself."""
    lines = "".join(f"{path}\n" for path in sorted(paths))
    return encode(_HEADER + lines, NAME)


def read(directory: Path) -> frozenset[str]:
    """The paths below `directory` that are postkiln's, the manifest among them."""
    path = directory / NAME
    content = links.read(path)
    if content is None:
        return frozenset()
    try:
        text = content.decode("utf-8")
        paths = [line for line in text.splitlines() if line and line[0] != "#"]
        listed = frozenset(map(check_path, paths))
    except (UnicodeDecodeError, OutputError) as error:
        raise OutputError(
            f"{path}: damaged, so that postkiln cannot tell its files from yours. "
            "Restore it, or move your own files away and remove the directory"
        ) from error
    return listed | {NAME}
