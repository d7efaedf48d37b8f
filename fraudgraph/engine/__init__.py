"""Where detection runs."""
