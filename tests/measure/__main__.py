"""The figures of the generator's source, now or at a git revision.

    python -m tasks measure
    python -m tasks measure bd0abc4
    python -m tasks measure --all

What each figure counts is said in the modules `lines`, `syntax`, `imports` and `words`.
"""

from __future__ import annotations

import argparse

from measure.figures import figures
from measure.trees import of_checkout, of_revision


def main() -> None:
    parser = argparse.ArgumentParser(prog="measure", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("revision", nargs="?", help="default: the checkout as it is")
    parser.add_argument("--all", action="store_true", help="name all that is counted")
    given = parser.parse_args()
    texts = of_revision(given.revision) if given.revision else of_checkout()
    for line in figures(texts, everything=given.all):
        print(line)


if __name__ == "__main__":
    main()
