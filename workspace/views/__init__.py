"""Pages of the workspace: each asks one named query, and every change goes through an action."""
