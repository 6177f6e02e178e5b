"""Fixed outputs: which expressions make one, what decides its content, its digest and its store name."""
