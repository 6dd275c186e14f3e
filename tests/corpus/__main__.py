"""The table of the corpus, outside pytest.

PYTHONPATH=generator:tests python -m corpus
"""

from __future__ import annotations

import sys

from corpus.found import ABSENT, FILES
from corpus.sweep import sweep, table

if __name__ == "__main__":
    if not FILES:
        sys.exit(ABSENT)
    print("\n".join(table(sweep(FILES))))
