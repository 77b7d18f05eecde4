"""我来办: complaints, disputes and requests, from the first word to closed."""
