"""Saved responses -> what a method answers."""
