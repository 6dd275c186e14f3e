"""Covers and pictures of books: bytes in, the same bytes out."""

from __future__ import annotations

from .books import book_row
from .exchange import Answer, Call, RefusedError, Upload, check, json_answer


def get_cover(call: Call) -> Answer:
    return _file(call, "cover")


def put_cover(call: Call) -> Answer:
    if not call.body:
        raise RefusedError(400, "NO_PICTURE", "The body is empty.")
    upload = Upload("file", "cover", call.headers.get_content_type(), call.body)
    return json_answer({"book_id": call.param("id"), **_keep(call, upload)})


def add_pictures(call: Call) -> Answer:
    fields = call.uploads()
    caption = "".join(f.content.decode() for f in fields if f.name == "caption")
    files = [f for f in fields if f.name in ("front", "more") and f.file_name]
    check(
        ("/caption", bool(caption), "must not be empty"),
        ("/front", any(f.name == "front" for f in files), "is missing"),
    )
    kept = [_keep(call, upload) for upload in files]
    return json_answer({"caption": caption, "pictures": kept}, 201)


def get_picture(call: Call) -> Answer:
    return _file(call, call.params["name"])


def _keep(call: Call, upload: Upload) -> dict[str, str | int]:
    number = book_row(call)["id"]
    query = "insert or replace into files values (?, ?, ?, ?)"
    name = upload.file_name or upload.name
    call.store.change(query, number, name, upload.content_type, upload.content)
    size = len(upload.content)
    return {"name": name, "media_type": upload.content_type, "bytes": size}


def _file(call: Call, name: str) -> Answer:
    number = book_row(call)["id"]
    query = "select * from files where book_id = ? and name = ?"
    row = call.store.one(query, number, name)
    if row is None:
        raise RefusedError(
            404, "NO_SUCH_PICTURE", f"Book {number} has no picture {name!r}."
        )
    return Answer(200, row["content"], row["content_type"])
