"""The ways in which authguard can fail to answer; each has its exit code (docs/commands.md)."""

_BY_WEIGHT = (0, 3, 1, 2, 130)


class AuthguardError(Exception):
    """Base of all expected failures. The text is one line, written for the user."""

    exit_code = 2


class Refused(AuthguardError):
    """There is no answer: bad usage or config, no repository, a missing tool."""


class Unreachable(AuthguardError):
    """A builder or mirror cannot be reached, or a connection broke."""

    exit_code = 3


def heaviest(*codes: int) -> int:
    """Return the exit code for several codes: 130 comes before 2, 2 before 1, and 1 before 3."""
    return max(codes, key=_BY_WEIGHT.index)
