"""Tags of the account pages."""
