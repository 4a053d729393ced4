"""The pages of this room, one module a subject, all on the blueprint `admin`."""
