"""Collections v1 -> v2.1."""
