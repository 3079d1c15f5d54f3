"""What holds of what is written to people."""

MOST_BYTES = 5 * 2**20
"""Of an attachment: what the mail of most institutions lets in. Its kind: `uploads.rules`."""
