"""Compile and import every module of packages: python -m corpus.importing DIR PACKAGE...

Prints a line for each that fails, and exits 1 if there is one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path


def complaints(folder: Path, package: str) -> Iterator[str]:
    for path in sorted((folder / package).rglob("*.py")):
        try:
            compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
            module = import_module(module_name(path.relative_to(folder)))
            for name in getattr(module, "__all__", ()):
                getattr(module, name)  # some load on first use only
        except Exception as error:  # whatever it is, it is what the sweep looks for
            yield f"{path}: {type(error).__name__}: {error}"


def module_name(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def main(folder: str, *packages: str) -> int:
    sys.dont_write_bytecode = True
    sys.path.insert(0, folder)
    found = [line for each in packages for line in complaints(Path(folder), each)]
    print("\n".join(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
