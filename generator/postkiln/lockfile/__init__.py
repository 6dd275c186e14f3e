"""The lock of a package: its names, so that a change elsewhere renames nothing in it."""

from postkiln.lockfile.records import (
    NO_LOCK,
    ClassNames,
    FolderNames,
    Identity,
    ItemNames,
    Lock,
    SecretPlace,
    SharedPlace,
)
from postkiln.lockfile.toml import HEAD, read_identity, read_lock, render_lock

__all__ = [
    "HEAD",
    "NO_LOCK",
    "ClassNames",
    "FolderNames",
    "Identity",
    "ItemNames",
    "Lock",
    "SecretPlace",
    "SharedPlace",
    "read_identity",
    "read_lock",
    "render_lock",
]
