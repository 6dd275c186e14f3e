"""A sample collection -> its client package on disk, as `postkiln generate` leaves it."""

from __future__ import annotations

from pathlib import Path

from postkiln import pipeline
from postkiln.output import write
from postkiln.pipeline import Compiled
from postkiln.results import Settings

COLLECTIONS = Path(__file__).parents[2] / "collections"
PACKAGES = {"bookshop": "bookshop_client", "zoho_crm": "zoho_crm"}
"""The package of each sample; `bookshop` itself is the server that the tests run."""


def baked(sample: str, into: Path) -> Compiled:
    """Write the package of a sample below `into`; what it was made from."""
    path = COLLECTIONS / f"{sample}.postman_collection.json"
    package = PACKAGES[sample]
    settings = Settings(package=package)
    result, compiled = pipeline.generate(path.read_bytes(), path.name, settings)
    write(result.files, into / package)
    return compiled


def methods(compiled: Compiled) -> set[str]:
    """Every endpoint as a program reaches it from the client: `orders.cancel`."""
    return {".".join(call.attributes) for call in compiled.view.calls}
