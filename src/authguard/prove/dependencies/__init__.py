"""True hashes of dependencies without Nix: what nixpkgs' fetchers make of a lock, computed from the lock itself.

One module an ecosystem. Each names its refusals and their reasons. A computed hash is a proof only if it is the hash
in the file, or if the same steps give the hash of an earlier tree (see answering.py).
"""
