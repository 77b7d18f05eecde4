"""Files that people send: made fit to keep, and kept on disk."""
