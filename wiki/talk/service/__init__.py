"""What people do with comments, and what is shown of them: read, write, keep order, render again."""
