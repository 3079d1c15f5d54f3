"""The wiring of the registry: settings, addresses, servers. Nobody imports from here."""
