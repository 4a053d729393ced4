"""What all views share, knowing no room."""
