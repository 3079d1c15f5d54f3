"""What the public templates need to know."""
