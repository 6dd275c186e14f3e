"""Reading takes memory in proportion to the document, whatever it is made of."""

from __future__ import annotations

from functools import partial

import pytest
from support.documents import documents, peak

from postkiln.postman import load

pytestmark = pytest.mark.slow

MOST = 25
"""How many bytes one of the document may take: strings, objects and the tree of them."""


@pytest.mark.parametrize("has_bodies", [True, False])
def test_twice_the_document_is_twice_the_memory(has_bodies: bool) -> None:
    sizes, peaks = list[int](), list[int]()
    for megabytes in (0.5, 1.0, 2.0):
        source = documents(megabytes, has_bodies=has_bodies)
        peaks.append(peak(partial(load, source, "x")))
        sizes.append(len(source))
    shares = [high / size for high, size in zip(peaks, sizes, strict=True)]
    assert max(shares) < 1.1 * min(shares)
    assert max(shares) < MOST
