"""Fixed outputs: the expressions that make them, their deciding inputs, their digests and store names."""
