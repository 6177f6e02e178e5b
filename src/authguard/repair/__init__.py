"""Repair: write correct hashes and new versions to the work tree and the index, as byte-exact edits."""
