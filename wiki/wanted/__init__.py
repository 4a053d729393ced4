"""What nobody found, pages that are wanted, and who is told once they are written."""
