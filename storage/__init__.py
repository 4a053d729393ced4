"""Where things are kept: the database, and the jobs that must commit with it."""
