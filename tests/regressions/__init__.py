"""What was once broken, each with the smallest example."""
