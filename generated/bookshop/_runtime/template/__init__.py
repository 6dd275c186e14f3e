"""Texts with variables, and the dynamic variables."""
