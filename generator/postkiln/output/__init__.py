"""{path: text} <-> a directory: write it, or say what would change.

In: the complete files of a package, by path below its directory. Out: a directory that
holds them, or the changes that would make it so. No file that postkiln did not write is
overwritten or removed; `manifest` says which ones it wrote.
"""

from postkiln.output.compare import Change, Kind, compare, unified_diff
from postkiln.output.write import Written, write

__all__ = ["Change", "Kind", "Written", "compare", "unified_diff", "write"]
