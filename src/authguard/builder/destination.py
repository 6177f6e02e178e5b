"""The allowed forms of an ssh destination, and of a Nix store on another machine. Any other text is refused.

Such names are used in command lines, in the user's ssh configuration (`Match exec`, `ProxyCommand` with %h and %r) and
in store urls of Nix, where a query can name a program to run. So only characters that have no special meaning in
these are allowed.
"""

from __future__ import annotations

from authguard.errors import Refused
from authguard.printable import printable

_USER = r"(?:[A-Za-z0-9_][A-Za-z0-9_.+-]*@)?"
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_SIX = r"[0-9A-Fa-f]*:[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.-]+)?"
_SSH = rf"(?:{_USER}(?:{_NAME}|{_SIX})|ssh://{_USER}(?:{_NAME}|\[{_SIX}\])(?::[0-9]{{1,5}})?/?)"
# Stores on other machines that can build. Other stores (file, s3, local) cannot build, or build only on this machine.
_STORE = rf"(?:ssh|ssh-ng)://{_USER}(?:{_NAME}|\[{_SIX}\])"


def demand_destination(text: str, what: str) -> str:
    """Return an ssh destination unchanged: `host`, `user@host`, or `ssh://user@host:port`.

    Args:
        text: the destination as written.
        what: the source of the text for the message, such as "--builder".

    Raises:
        Refused: the text is not a destination, or could be an option or a command.
    """
    import re

    if not re.fullmatch(_SSH, text):
        raise Refused(
            f"{what} is {printable(repr(text))}, which is not an ssh destination: write host, user@host or "
            "ssh://user@host:port"
        )
    return text


def demand_store(text: str, what: str) -> str:
    """Return the url of a store unchanged: scheme and host only, without a query.

    Raises:
        Refused: the text is not such a url. A url with a query could run a command on this machine.
    """
    import re

    if not re.fullmatch(_STORE, text):
        query = "; text after a ? could run commands on this machine" if "?" in text else ""
        raise Refused(
            f"{what} is {printable(repr(text))}, which is not a store to build in: write ssh-ng://host, or ssh-ng://user@host"
            f"{query}"
        )
    return text
