"""{path: text} <-> a directory: write it, or say what would change.

In: the complete files of a package, by path below its directory. Out: a directory that
holds them, or the changes that would make it so. No file that postkiln did not write is
overwritten or removed; `manifest` says which ones it wrote. `single_file` writes locks
and pulled collections. No link is followed out of the output (`links`).
"""

from postkiln.output.compare import Change, ChangeKind, compare, unified_diff
from postkiln.output.single_file import (
    compare_lock_file,
    lock_file_path,
    read_lock_file,
    write_document,
    write_lock_file,
)
from postkiln.output.write import Written, write

__all__ = [
    "Change",
    "ChangeKind",
    "Written",
    "compare",
    "compare_lock_file",
    "lock_file_path",
    "read_lock_file",
    "unified_diff",
    "write",
    "write_document",
    "write_lock_file",
]
