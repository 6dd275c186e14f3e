"""JSON values <-> typed Python values, as annotations say."""
