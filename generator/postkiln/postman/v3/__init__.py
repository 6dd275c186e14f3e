"""Collections v3 -> v2.1."""
