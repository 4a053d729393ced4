"""What people see of review: the queue, cases and decisions, suggestions, trust and roles."""
