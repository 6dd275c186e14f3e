"""Postman's `protocolProfileBehavior` -> `Behavior` (postman-format 5.4)."""

from __future__ import annotations

from postkiln.diagnostics.errors import Code, Notice, Spot
from postkiln.model.auth import Behavior
from postkiln.postman import collection as tree

_USUAL = Behavior()


def behavior_of(said: tree.Behavior) -> Behavior:
    """What is in force for a request, with Postman's defaults for what nobody said."""
    most = said.max_redirects
    return Behavior(
        encodes_url=said.disable_url_encoding is not True,
        uses_cookies=said.disable_cookies is not True,
        follows_redirects=said.follow_redirects is not False,
        max_redirects=_USUAL.max_redirects if most is None else most,
        keeps_method=said.follow_original_http_method is True,
        keeps_authorization=said.follow_authorization_header is True,
        sends_referer=said.remove_referer_header_on_redirect is not True,
        without=said.disabled_system_headers or (),
    )


def behavior_notices(
    path: tuple[str, ...], behavior: tree.Behavior, spot: Spot
) -> tuple[Notice, ...]:
    """What the level at `path` asks of the connection, which is not the client's."""
    if not behavior.others:
        return ()
    text = (
        f"{', '.join(behavior.others)}: set on the httpx2 client that you give as http"
    )
    return (Notice(path, Code.UNSUPPORTED_BEHAVIOR, text, spot),)
