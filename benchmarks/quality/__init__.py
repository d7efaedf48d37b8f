"""How good the rings are."""
