"""Who may look: public pages; owns no tables."""
