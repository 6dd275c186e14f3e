"""The media type of a file by its name, the same on every machine, as Postman knows it.

Python's own table depends on files of the machine, and differs from the registry's.
"""

from __future__ import annotations

from collections.abc import Mapping
from mimetypes import MimeTypes
from typing import Final

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"

_KNOWN: Final[Mapping[str, str]] = {
    "7z": "application/x-7z-compressed",
    "apk": "application/vnd.android.package-archive",
    "bz2": "application/x-bzip2",
    "cer": "application/pkix-cert",
    "conf": "text/plain",
    "crt": "application/x-x509-ca-cert",
    "der": "application/x-x509-ca-cert",
    "dmg": "application/x-apple-diskimage",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "dtd": "application/xml-dtd",
    "dwg": "image/vnd.dwg",
    "dxf": "image/vnd.dxf",
    "epub": "application/epub+zip",
    "exe": "application/x-msdos-program",
    "flac": "audio/x-flac",
    "geojson": "application/geo+json",
    "glb": "model/gltf-binary",
    "gltf": "model/gltf+json",
    "gpx": "application/gpx+xml",
    "gz": "application/gzip",
    "ics": "text/calendar",
    "ini": "text/plain",
    "iso": "application/x-iso9660-image",
    "jar": "application/java-archive",
    "kml": "application/vnd.google-earth.kml+xml",
    "log": "text/plain",
    "m4a": "audio/mp4",
    "md": "text/markdown",
    "mkv": "video/x-matroska",
    "obj": "model/obj",
    "ods": f"{_OPEN}.spreadsheet",
    "odt": f"{_OPEN}.text",
    "ogg": "audio/ogg",
    "otf": "font/otf",
    "pem": "application/x-x509-ca-cert",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "psd": "image/vnd.adobe.photoshop",
    "rar": "application/vnd.rar",
    "rtf": "application/rtf",
    "sql": "application/x-sql",
    "stl": "model/stl",
    "toml": "application/toml",
    "ttf": "font/ttf",
    "wav": "audio/wave",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "wsdl": "application/wsdl+xml",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "xml": "application/xml",
    "xsd": "application/xml",
    "xslt": "application/xslt+xml",
    "yaml": "text/yaml",
    "yml": "text/yaml",
}

_PYTHON: Final = MimeTypes()


def media_type(name: str) -> str | None:
    """The media type of a file of this name, or None when it is not known."""
    _, dot, extension = name.rpartition(".")
    if not dot:
        return None
    extension = extension.lower()
    registered = _PYTHON.types_map[True]  # those of IANA
    return _KNOWN.get(extension) or registered.get(f".{extension}")
