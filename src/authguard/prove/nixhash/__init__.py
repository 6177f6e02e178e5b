"""True hashes by Nix: the derivation behind a hash is found, and its own fetcher run afresh, here or on a builder."""
