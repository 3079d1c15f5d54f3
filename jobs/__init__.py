"""Work that takes a while: how far it is, what became of it, who takes it up. No tables."""
