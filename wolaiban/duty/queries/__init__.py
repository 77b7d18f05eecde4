"""What is asked about duty. Nothing here writes."""
