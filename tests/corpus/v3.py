"""A collection file in; out: whether its model survives a v3 tree, and what v3 loses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from support.v3_writer import expressible, written

from postkiln.build import build
from postkiln.diagnostics.errors import InputError
from postkiln.diagnostics.notices import Notice
from postkiln.model.api import Api
from postkiln.postman import load
from postkiln.postman.collection import Collection, walk


@dataclass(frozen=True, slots=True)
class There:
    """One collection, written as v3 and read back."""

    file: str
    items: int
    lost_items: int
    is_whole: bool
    is_same: bool
    notices: tuple[Notice, ...]


def there_and_back(file: Path) -> There | None:
    """None for what is no collection."""
    try:
        collection = load(file.read_bytes(), file.name).collection
    except InputError:
        return None
    said = expressible(collection)
    back = load(written(said), file.stem)
    known = {each.code for each in load(file.read_bytes(), file.name).notices}
    items, kept = _count(collection), _count(said)
    return There(
        file.name,
        kept,
        items - kept,
        is_whole=_model(collection) == _model(said),
        is_same=_model(said) == _model(back.collection),
        notices=tuple(each for each in back.notices if each.code not in known),
    )


def _count(collection: Collection) -> int:
    return len(list(walk(collection.root)))


def _model(collection: Collection) -> Api:
    return replace(build(collection), notices=())


def figures(rows: Iterable[There]) -> Iterator[str]:
    """Lines that say how it went."""
    all_of = tuple(rows)
    same, whole = sum(r.is_same for r in all_of), sum(r.is_whole for r in all_of)
    items, lost = sum(r.items for r in all_of), sum(r.lost_items for r in all_of)
    yield f"v3: {len(all_of)} collections written as trees, {same} read back the same"
    yield f"v3: {items} items, {lost} that v3 cannot say; {whole} collections without a loss"
