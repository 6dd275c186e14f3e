"""Zips: read without a disk, bounded, and none of their paths leads elsewhere."""

from __future__ import annotations

import io
import zipfile

import pytest

from postkiln.diagnostics.errors import InputError
from postkiln.postman.text import archive
from postkiln.postman.text.archive import unzip


def packed(*files: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files:
            file.writestr(name, content)
    return buffer.getvalue()


def refused(source: bytes) -> str:
    with pytest.raises(InputError) as caught:
        unzip(source, "api.zip")
    return str(caught.value)


def test_documents_are_read_and_others_left() -> None:
    source = packed(("a/B.yaml", b"1"), ("c.JSON", b"2"), ("d.png", b"3"), ("e/", b""))
    assert unzip(source, "x") == {"a/B.yaml": b"1", "c.JSON": b"2"}


@pytest.mark.parametrize("path", ["../a.yaml", "a/../../b.json", "/etc/a.yml", "..\\a.yaml", "C:\\a.yaml"])  # fmt: skip
def test_no_path_leaves_the_tree(path: str) -> None:
    assert refused(packed((path, b""))) == (
        f"api.zip: the zip contains a path that leaves it: {path!r}. Remove that file from it"
    )


def test_a_small_zip_does_not_become_large() -> None:
    zeros = b" " * (archive.SMALL + 1)
    assert refused(packed(("a.json", zeros))) == (
        "api.zip: the zip contains more than 16 MB. Export the collections of it one by one"
    )


def test_the_bound_is_for_all_files_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "BYTES", 1024**2)
    half = b" " * (1024**2 // 2)
    assert len(unzip(packed(("a.json", half), ("b.json", half)), "x")) == 2
    three = packed(("a.json", half), ("b.json", half), ("c.json", b" "))
    assert "contains more than 1 MB" in refused(three)


def test_files_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "FILES", 2)
    files = [(f"{n}.json", b"") for n in range(3)]
    assert "the zip has more than 2 documents" in refused(packed(*files))


def test_what_is_damaged_is_said() -> None:
    source = packed(("a.json", b"{}" * 500))
    assert "the zip is damaged" in refused(source[: len(source) // 2])
    middle = source.index(b"a.json") + 8
    assert "the zip is damaged" in refused(
        source[:middle] + b"\xff\xff" + source[middle + 2 :]
    )


def test_what_is_encrypted_is_said() -> None:
    source = bytearray(packed(("a.json", b"{}")))
    for magic, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        source[source.index(magic) + flags] |= 1
    assert refused(bytes(source)) == (
        "api.zip: the zip is encrypted. Give one without a password"
    )
