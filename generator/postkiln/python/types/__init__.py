"""Shapes -> classes and annotations."""
