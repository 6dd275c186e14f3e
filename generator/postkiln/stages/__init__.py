"""What one item is at each stage, as text: what `inspect --stage` shows."""
