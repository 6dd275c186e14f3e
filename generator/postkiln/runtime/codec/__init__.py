"""JSON values <-> typed Python values, by annotations."""
