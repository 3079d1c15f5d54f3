"""What the numbers say: coverage with its gaps, and crosstabs. No tables."""
