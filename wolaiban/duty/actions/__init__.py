"""What is done about duty beside the steps of its processes."""
