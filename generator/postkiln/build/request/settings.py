"""Postman's `protocolProfileBehavior` -> `RequestBehavior` (postman-format 5.4)."""

from __future__ import annotations

from postkiln.diagnostics.codes import Code
from postkiln.diagnostics.notices import Notice, notice
from postkiln.diagnostics.places import Spot
from postkiln.model.auth import RequestBehavior
from postkiln.postman import collection as tree

_USUAL = RequestBehavior()


def behavior_of(said: tree.ProtocolProfileBehavior) -> RequestBehavior:
    """What is in force for a request, with Postman's defaults for what nobody said."""
    most = said.max_redirects
    return RequestBehavior(
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
    path: tuple[str, ...], behavior: tree.ProtocolProfileBehavior, spot: Spot
) -> tuple[Notice, ...]:
    """What the level at `path` asks of the connection, which is not the client's."""
    if not behavior.others:
        return ()
    settings = ", ".join(behavior.others)
    return (notice(path, Code.UNSUPPORTED_BEHAVIOR, settings=settings, spot=spot),)
