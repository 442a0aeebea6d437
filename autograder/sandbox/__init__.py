"""Where student code runs: launched, limited and talked to from here; ``inside`` is what runs with it."""
