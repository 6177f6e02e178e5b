"""The ways in which authguard can fail to answer; each has its exit code (docs/commands.md)."""


class AuthguardError(Exception):
    """Base of all expected failures. The text is one line, written for the user."""

    exit_code = 2


class Refused(AuthguardError):
    """The question could not be answered: bad usage or config, no repository, a missing tool."""


class Unreachable(AuthguardError):
    """A builder or mirror cannot be reached, or a connection broke."""

    exit_code = 3
