"""What we write together."""
