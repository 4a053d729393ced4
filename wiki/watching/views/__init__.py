"""What people watch, their inbox, and letters: the addresses, and what stands on other rooms' pages."""
