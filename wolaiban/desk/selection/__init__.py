"""What is done with the cases that were ticked in a list: a step on each, a table, a print."""
