"""When: reporting cycles, and each entity's answer to the call."""
