"""What each person has to do: own pages beside the back-office; owns no tables."""
