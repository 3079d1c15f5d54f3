"""How dates and figures are written in the interface."""
