"""What outside tools say of the registry: each with an environment of its own in var/."""
