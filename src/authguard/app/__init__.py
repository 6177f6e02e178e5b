"""Use cases: the work of each command. Only this package connects the other packages."""
