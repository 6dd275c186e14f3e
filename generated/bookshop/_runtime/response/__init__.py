"""A response -> a typed value."""
