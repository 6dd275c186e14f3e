"""The lattice of JSON shapes, and what evidence of them reads."""
