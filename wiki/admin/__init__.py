"""Looking after the site: what waits, house rules, the audit log, and undoing spam."""
