"""Files that people send, and how little they may cost."""
