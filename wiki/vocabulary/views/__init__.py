"""What editors see and send about vocabularies, and how anybody proposes a term."""
