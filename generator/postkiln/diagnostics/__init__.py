"""Errors and notices, and what each code means."""
