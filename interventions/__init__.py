"""What was done: the record, its parts, its life, its review, its search."""
