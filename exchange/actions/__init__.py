"""Every move of an imported file, and what it writes into many interventions at once."""
