"""What is measured and planned."""
