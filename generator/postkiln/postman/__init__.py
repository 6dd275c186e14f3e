"""Postman's documents in, `Collection` out. The only code that knows Postman's formats."""

from postkiln.postman.format import format_document
from postkiln.postman.load import LoadedCollection, load, load_environment
from postkiln.postman.split import split

__all__ = ["LoadedCollection", "format_document", "load", "load_environment", "split"]
