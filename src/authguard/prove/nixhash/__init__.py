"""Correct hashes by Nix: find the derivation of a hash, and run its fetcher again, here or on a builder."""
