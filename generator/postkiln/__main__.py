"""`python -m postkiln`, and the `postkiln` command."""

from __future__ import annotations

import sys

from postkiln.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
