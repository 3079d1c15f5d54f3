"""Who did what, in which cycle."""
