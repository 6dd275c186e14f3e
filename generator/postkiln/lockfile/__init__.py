"""The lock of a package: its names, so that a change elsewhere renames nothing in it."""

from postkiln.lockfile.records import (
    NO_LOCK,
    ClassNames,
    FolderNames,
    ItemNames,
    Lock,
    SecretPlace,
    SharedPlace,
)
from postkiln.lockfile.toml import read_lock, render_lock

__all__ = [
    "NO_LOCK",
    "ClassNames",
    "FolderNames",
    "ItemNames",
    "Lock",
    "SecretPlace",
    "SharedPlace",
    "read_lock",
    "render_lock",
]
