"""A file that came back: read within bounds, understood, compared with what is stored."""
