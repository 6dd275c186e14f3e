"""Postman's documents in, `Collection` out. The only code that knows Postman's formats."""

from postkiln.collection.documents import split
from postkiln.collection.reader import Loaded, load, load_environment

__all__ = ["Loaded", "load", "load_environment", "split"]
