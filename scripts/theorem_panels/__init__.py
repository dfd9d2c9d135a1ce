"""What each theorem's picture shows."""
