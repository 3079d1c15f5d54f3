"""The registry in a real browser: its pages, the road by keyboard alone, and interruptions."""
