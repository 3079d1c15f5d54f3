"""What was promised: frameworks, provisions, alignments."""
