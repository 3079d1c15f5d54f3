"""What is told: the country report."""
