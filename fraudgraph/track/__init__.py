"""Rings across sweeps: which ring of today is which of the last sweep. Pure functions."""
