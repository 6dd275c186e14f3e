"""Postman's documents in, `Collection` out. The only code that knows Postman's formats."""

from postkiln.collection.documents import split
from postkiln.collection.reader import Loaded, load, load_environment
from postkiln.collection.tidy import tidied

__all__ = ["Loaded", "load", "load_environment", "split", "tidied"]
