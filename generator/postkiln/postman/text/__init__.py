"""JSON, YAML and zip as text: values, places, excerpts, mistakes."""
