"""From two texts to beads: sentence split, then alignment."""
