"""Waiting at a counter with a number: one's own page, and the screen on the wall."""
