"""Care for a store as a whole: copies of it, damage in it, and what the law wants out of it."""
