"""Names: of classes, methods, folders, options and their environment variables."""
