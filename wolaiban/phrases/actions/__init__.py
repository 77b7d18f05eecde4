"""What may be done with phrases."""
