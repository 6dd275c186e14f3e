"""Postman's documents in, `Collection` out. The only code that knows Postman's formats."""

from postkiln.postman.format import tidied
from postkiln.postman.load import LoadedCollection, load, load_environment
from postkiln.postman.split import split

__all__ = ["LoadedCollection", "load", "load_environment", "split", "tidied"]
