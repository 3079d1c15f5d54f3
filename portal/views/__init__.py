"""The public pages: each asks one named query and fills one template."""
