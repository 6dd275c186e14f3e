"""The generated bookshop client on a real socket: files go up and come back the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from clients.generated import COLLECTIONS
from clients.shops import Shop

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3
FRONT, SPINE = COLLECTIONS / "files" / "front.png", COLLECTIONS / "files" / "spine.txt"


def path_of(directory: Path) -> Path:
    path = directory / "cover.png"
    path.write_bytes(PICTURE)
    return path


FORMS: dict[str, Callable[[Path], Any]] = {
    "path": path_of,
    "bytes": lambda directory: PICTURE,
    "open file": lambda directory: io.BytesIO(PICTURE),
    "path with a name": lambda directory: ("front.png", path_of(directory)),
}


def test_a_cover_is_bytes(shop: Shop) -> None:
    cover = shop.client.catalogue.books.pictures.get_the_cover(1)
    assert type(cover) is bytes
    assert (cover[:8], cover[-8:]) == (PICTURE[:8], b"IEND\xaeB`\x82")


def test_a_cover_is_stored_and_replaced(shop: Shop) -> None:
    m, pictures = shop.models, shop.client.catalogue.books.pictures
    stored = pictures.put_the_cover(id=2, body=PICTURE)
    cover = m.Cover(book_id=2, name="cover", media_type="image/png", bytes=len(PICTURE))
    assert stored == cover
    assert pictures.get_the_cover(2) == PICTURE
    pictures.put_the_cover(id=2, body=FRONT)
    assert pictures.get_the_cover(2) == FRONT.read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_a_body_is_a_file_in_any_form(shop: Shop, tmp_path: Path, form: str) -> None:
    pictures = shop.client.catalogue.books.pictures
    pictures.put_the_cover(id=2, body=FORMS[form](tmp_path))
    assert pictures.get_the_cover(2) == PICTURE


def test_a_form_carries_text_and_files_under_one_key(shop: Shop) -> None:
    pictures = shop.client.catalogue.books.pictures
    more = [("back of it.png", PICTURE), SPINE]
    added = pictures.add_pictures(1, caption="Schön, ein Riss", front=FRONT, more=more)
    sizes = [FRONT.stat().st_size, len(PICTURE), SPINE.stat().st_size]
    names = ["front.png", "back of it.png", "spine.txt"]
    assert added.caption == "Schön, ein Riss"
    assert [(p.name, p.bytes) for p in added.pictures] == list(
        zip(names, sizes, strict=True)
    )
    assert pictures.get_a_picture(id=1, name="front.png") == FRONT.read_bytes()
    assert pictures.get_a_picture(id=1, name="back of it.png") == PICTURE
    assert pictures.get_a_picture(id=1, name="spine.txt") == SPINE.read_bytes()


def test_a_file_has_the_media_type_of_its_name(shop: Shop) -> None:
    pictures, m = shop.client.catalogue.books.pictures, shop.models
    body = {"caption": "two kinds", "front": FRONT, "more": [SPINE]}
    added = pictures.add_pictures(id=1, body=body).pictures
    assert [p.media_type for p in added] == ["image/png", "text/plain"]
    assert isinstance(added[0], m.Picture)


def test_a_missing_file_is_an_error_of_the_client(shop: Shop, tmp_path: Path) -> None:
    pictures, missing = shop.client.catalogue.books.pictures, tmp_path / "no.png"
    with pytest.raises(shop.errors.RequestError, match=r"no\.png"):
        pictures.put_the_cover(id=2, body=missing)
