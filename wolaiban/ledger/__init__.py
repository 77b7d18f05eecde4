"""Evidence: whether what the tables say today is what the events say happened."""
