"""Sightings -> communities: propose, then let one law decide. Pure functions over integer-coded arrays."""
