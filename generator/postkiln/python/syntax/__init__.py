"""Python as text: the three doors, and black's layout."""
