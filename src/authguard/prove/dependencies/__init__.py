"""Correct hashes of dependencies without Nix: the result of nixpkgs' fetchers, computed from the lock.

Each ecosystem has one module, which names the cases that it refuses, with the reasons. A computed hash is a proof
only if it is equal to the hash in the file, or if the same steps result in the hash of an earlier tree (see
answering.py).
"""
