"""What is decided -> statements, laid out."""
