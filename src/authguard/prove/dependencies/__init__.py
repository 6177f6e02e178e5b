"""True hashes of dependencies without Nix: what nixpkgs' fetchers make of a lock, computed from the lock itself.

One module an ecosystem. Each says what it refuses, by name and reason; what it computes is a proof only where it is
equal to the hash that stands there, or where the same steps give the hash of an earlier tree (see answering.py).
"""
