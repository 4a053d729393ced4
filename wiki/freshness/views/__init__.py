"""What people see of freshness: notices on pages, the forms of a check and of a word that it no longer fits, tasks."""
