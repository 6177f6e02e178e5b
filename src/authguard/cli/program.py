"""The way to get `git authguard` on PATH, if a hook manager runs it in its own environment."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from authguard.cli.output import note
from authguard.printable import safe, without_credentials
from authguard.rules.words import command

_URL = re.compile(r"^\s*url\s*=\s*(\S.*?)\s*$", re.MULTILINE)
_TAG = re.compile(r"^[0-9a-f]+\t\ttag '([^']+)' of ")
_SCP = re.compile(r"([\w.-]+@[\w.-]+):(?!/)(.+)\Z")


def note_program() -> None:
    """If a hook manager runs authguard outside of PATH, print the way to install it, so that printed commands work."""
    if "PRE_COMMIT" not in os.environ:
        return
    from shutil import which  # this import takes a third of a repeated check

    here = os.path.dirname(os.path.abspath(sys.argv[0]))
    others = [
        each
        for each in os.get_exec_path()
        if os.path.abspath(each) not in (here, os.path.dirname(sys.executable))
    ]
    if which("git-authguard", path=os.pathsep.join(others)):
        return
    note("git authguard is not on your PATH, so a printed command does not run yet")
    found = requirement()
    if found is not None:
        help_line("install it, with uv or with pipx", command("uv", "tool", "install", found))
    help_line("or run it without an install", command(os.path.join(here, "git-authguard")))


def help_line(purpose: str, words: str) -> None:
    """Print a command on stderr, at the end of its line, so that it can be copied."""
    print(safe(f"  = help: {purpose}: {words}"), file=sys.stderr)


def requirement() -> str | None:
    """Return the requirement for an installer to install this same authguard.

    This is its repository and tag; its name, if it came from a package index; None if the origin is not known, since
    a package of this name may be another program.
    """
    from importlib.metadata import PackageNotFoundError, distribution
    from json import loads
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        stated = distribution("authguard").read_text("direct_url.json")
        if stated is None:
            return "authguard"
        url = urlsplit(loads(stated)["url"])
    except (PackageNotFoundError, ValueError, LookupError, TypeError):
        return None
    return _of_clone(Path(url2pathname(url.path), ".git")) if url.scheme == "file" else None


def _of_clone(git: Path) -> str | None:
    """Return `authguard @ git+URL@REV` of the clone that a hook manager made; None if it is not such a clone."""
    try:
        url = _URL.search((git / "config").read_text())
        rev = (git / "HEAD").read_text().strip()
        tag = _TAG.match((git / "FETCH_HEAD").read_text())
    except (OSError, ValueError):
        return None
    if url is None or (tag is None and not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", rev)):
        return None
    address = without_credentials(url[1])
    scp = _SCP.match(address)
    if scp is not None:
        address = f"ssh://{scp[1]}/{scp[2]}"
    elif address.startswith("/"):
        address = Path(address).as_uri()
    return f"authguard @ git+{address}@{tag[1] if tag is not None else rev}" if "://" in address else None
