"""The samples in a path: where they stand, and what the arguments for them are called."""

from __future__ import annotations

import pytest

from postkiln.build.placement.segments import with_variables
from postkiln.model.template import Template, Variable, parse

UUID = "9f8d2b34-7a5e-4c1d-9e2f-0a1b2c3d4e5f"


def read(path: str) -> tuple[str, tuple[str, ...]]:
    """The path with the names of its variables in braces, and the literals of samples."""
    found = with_variables([parse(each) for each in path.split("/")])
    shown = "/".join(map(_shown, found.templates))
    return shown, tuple(each.literal for each in found.samples)


def _shown(segment: Template) -> str:
    return "".join(_shown_part(part) for part in segment)


def _shown_part(part: str | Variable) -> str:
    return f"{{{part.name}}}" if isinstance(part, Variable) else part


@pytest.mark.parametrize(
    ("path", "shown", "samples"),
    [
        ("orders/1", "orders/{order_id}", ("1",)),
        ("orders/1/lines/2", "orders/{order_id}/lines/{line_id}", ("1", "2")),
        ("orders/get/1", "orders/get/{order_id}", ("1",)),
        ("orders/v2/17", "orders/v2/17", ()),
        (f"shop/{UUID}", "shop/{shop_id}", (UUID,)),
        ("days/2024-05-01", "days/{day_date}", ("2024-05-01",)),
        ("readers/ann@shop.example", "readers/{reader_email}", ("ann@shop.example",)),
        ("items/4711.json", "items/{item_id}.json", ("4711",)),
        ("shelves/book:17", "shelves/{shelf_id}", ("book:17",)),
        ("vms/vm-33", "vms/{vm_id}", ("vm-33",)),
        ("storage/s3", "storage/s3", ()),
        ("orders(17)", "orders({order_id})", ("17",)),
        ("shop/orders('a-b')", "shop/orders('a-b')", ()),
        ("shop/orders(Id=17)", "shop/orders(Id={order_id})", ("17",)),
        ("shop/Find(mail=ann@shop.example')", "", ("ann@shop.example",)),
        ("Find(OrderId=17, LineId='18')", "", ("17", "18")),
        ("Find(OrderId=17, Kind='new')", "", ("17",)),
        ("Find(Kind='new')", "Find(Kind='new')", ()),
        ("v1/2.0/report", "v1/2.0/report", ()),
        ("v2/2024/report", "v2/2024/report", ()),
        ("1/boards", "1/boards", ()),
        ("a/{id}/{id}.json", "a/{id}/{id}.json", ()),
    ],
)
def test_samples_in_paths(path: str, shown: str, samples: tuple[str, ...]) -> None:
    text, found = read(path)
    assert found == samples
    assert not shown or text == shown


def test_several_samples_in_brackets_are_named_by_their_keys() -> None:
    text, _ = read("Find(OrderId=17, LineId='18')")
    assert text == "Find(OrderId={order_id}, LineId='{line_id}')"


def test_names_that_are_taken_get_a_number() -> None:
    text, _ = read("orders/{order_id}/1/2")
    assert text == "orders/{order_id}/{order_id_2}/{order_id_3}"
