"""How requests authenticate: a module for each type, and what they share.

A type is a frozen dataclass of its parameters, derived from `Auth` (`flow.py`).
"""
