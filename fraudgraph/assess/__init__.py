"""Communities -> rings: signs, classes, tiers, bands. Pure functions."""
