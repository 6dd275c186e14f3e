"""Docstrings of generated code: of methods, their arguments, and the options of clients."""
