"""The user's repository, read only: git plumbing, snapshots of trees, and the ranges between them."""
