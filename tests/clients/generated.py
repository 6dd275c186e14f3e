"""A sample collection -> its client package on disk, as `postkiln generate` leaves it."""

from __future__ import annotations

from pathlib import Path

from postkiln.output import write
from postkiln.pipeline import Baked, bake

COLLECTIONS = Path(__file__).parents[2] / "collections"
PACKAGES = {"bookshop": "bookshop_client", "zoho_crm": "zoho_crm"}
"""The package of each sample; `bookshop` itself is the server that the tests run."""


def baked(sample: str, into: Path) -> Baked:
    """Write the package of a sample below `into`; what it was made from."""
    path = COLLECTIONS / f"{sample}.postman_collection.json"
    package = PACKAGES[sample]
    result, models = bake(path.read_bytes(), place=path.name, package=package)
    write(result.files, into / package)
    return models


def methods(models: Baked) -> set[str]:
    """Every endpoint as a program reaches it from the client: `orders.cancel`."""
    return {".".join(call.attributes) for call in models.view.calls}
