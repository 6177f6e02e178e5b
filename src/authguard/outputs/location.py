"""The host and path that a source is fetched from, by the record of its producer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from authguard.outputs.model import FixedOutput
    from authguard.producers.record import Producer

_URLS = ("url", "host", "owner")
"""Inputs that keep the whole url that they were read from."""


def location_of(each: FixedOutput) -> str | None:
    """Return host and path that a source is fetched from, without scheme and user, as far as they are known."""
    if not each.is_source or each.record:
        return None
    for name in _URLS:
        stated = each.input(name)
        if stated is not None and "://" in stated.shown:
            first = stated.shown.strip("[ ").split()[0]  # of a list the first
            return first.partition("://")[2].rpartition("@")[2]
    row = row_of(each)
    if row is None:
        return None
    url, complete = row.address(lambda name: input_text(each, row, name))
    scheme, _, found = url.partition("://")
    if scheme == "docker":
        return _registry(found) if complete else None
    found = found.removesuffix(".git").rstrip("/") if complete else found.rpartition("/")[0]
    return found or None


def row_of(each: FixedOutput) -> Producer | None:
    """Return the record of a producer; None for an unknown function, and for data whose fetcher is elsewhere."""
    from authguard.producers import by_name

    return each.row if each.row is not None and each.row.names else by_name(each.producer)


def input_text(each: FixedOutput, row: Producer, name: str) -> str | None:
    """Return the text of an input or its default, "" where it has neither; None for one that is not plain text."""
    aliases = [alias for alias, canonical, _ in row.aliases if canonical == name]
    for stated in map(each.input, (name, *aliases)):
        if stated is not None:
            return stated.form if isinstance(stated.form, str) and stated.known else None
    default = row.defaults.get(name)
    return default if isinstance(default, str) else ""


def _registry(image: str) -> str:
    """Return host and path of an image; an image without a host is one of Docker Hub."""
    host = image.partition("/")[0]
    return image if "." in host or ":" in host or host == "localhost" else f"docker.io/{image}"
