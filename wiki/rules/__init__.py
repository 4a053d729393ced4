"""House rules: what admins choose while the site runs; every process follows at once."""
