"""How requests authenticate."""
