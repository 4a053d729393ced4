"""What is done with entries, contributions and consents; each change in one transaction."""
