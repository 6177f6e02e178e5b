"""Repair: correct hashes and new versions as byte-exact edits, written to the work tree and the index."""
