"""The auth of a v1 request, folder or collection in, in the shape of v2.1 out."""

from __future__ import annotations

import json
from collections.abc import Mapping

from postkiln.postman.javascript import Json, Object, mapping

_TYPES = {
    "apikeyAuth": "apikey",
    "basicAuth": "basic",
    "bearerAuth": "bearer",
    "digestAuth": "digest",
    "hawkAuth": "hawk",
    "oAuth1": "oauth1",
    "oAuth2": "oauth2",
    "ntlmAuth": "ntlm",
    "awsSigV4": "awsv4",
}

_RENAMED: Mapping[str, Mapping[str, str]] = {
    "oauth1": {
        "header": "addParamsToHeader",
        "auto": "autoAddParam",
        "includeEmpty": "addEmptyParamsToSign",
    },
    "hawk": {
        "hawk_id": "authId",
        "hawk_key": "authKey",
        "ext": "extraData",
        "dlg": "delegation",
    },
    "oauth2": {"grantType": "grant_type", "clientAuth": "client_authentication"},
}
"""Parameters that v2.1 has under another name."""


def convert_auth(row: Object) -> Json:
    """The auth, or None where the level above decides: as a helper, or as v2 has it."""
    helper = row.get("currentHelper")
    attributes = _attributes(row.get("helperAttributes"))
    if "currentHelper" not in row and not attributes:
        return row.get("auth")
    if not isinstance(helper, str) or helper in ("", "normal"):
        return None
    kind = _TYPES.get(helper, helper)
    renamed = _RENAMED.get(kind, {})
    parameters: Object = {}
    for key, value in attributes.items():
        parameters[renamed.get(key, key)] = value
    return {"type": kind, kind: parameters}


def _attributes(value: Json) -> Object:
    """The attributes of a helper: some versions of the app wrote them as a JSON text."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return mapping(value)
