"""The user's repository, read only: git plumbing, snapshots of whole trees, and the ranges between them."""
