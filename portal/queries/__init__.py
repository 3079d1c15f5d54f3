"""Reads of the public pages: validated rows, whoever asks; one subject a file."""
