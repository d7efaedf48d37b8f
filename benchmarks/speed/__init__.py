"""How long the main job takes, beside bare libraries on the same data."""
