"""Tags of the frame and the components."""
