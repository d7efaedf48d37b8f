"""Rings across sweeps: who is who, and what happened."""
