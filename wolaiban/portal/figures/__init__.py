"""Public figures: what was received, settled, answered in time and thought of it, by township."""
