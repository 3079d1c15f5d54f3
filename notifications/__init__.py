"""Who is written to: calls, letters, reminders, digests, messages to groups."""
