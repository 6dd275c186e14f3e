"""`Api` in, `PackageView` out: every name, class and statement decided. Nothing is rendered."""
