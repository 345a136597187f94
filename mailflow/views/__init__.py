"""Records as an administrator sees them: values for JSON and for a terminal."""
