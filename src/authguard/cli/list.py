"""git authguard list: prints every fixed output of a snapshot."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from authguard.app.list import ListRequest, as_json, listing
from authguard.cli.check import too_large
from authguard.cli.output import OutputOptions, made, note
from authguard.git.git import Git
from authguard.harmless import harmless

if TYPE_CHECKING:
    from authguard.app.list import Listing
    from authguard.outputs.model import FixedOutput


def run(given: dict[str, Any]) -> int:
    """List the selected fixed outputs, all without a selector. Returns 0."""
    output = made(OutputOptions, given)
    git = Git()
    try:
        found = listing(git, made(ListRequest, given))
        if found.large:
            note(too_large(found.large))
        if given.get("only_selectors"):
            _print_selectors(found)
        elif output.format == "json":
            _print_json(found)
        else:
            _print_text(found)
        return 0
    finally:
        git.close()


def _print_selectors(found: Listing) -> None:
    """Print the selectors for completions: files, and fixed outputs in them."""
    shown = [(_shown(each, found.prefix), each.attribute) for each in found.fixed_outputs]
    for selector in dict.fromkeys(
        text for path, attribute in shown for text in (path, f"{path}#{attribute}")
    ):
        print(harmless(selector))


def _print_json(found: Listing) -> None:
    import json

    rows = [as_json(each) for each in found.fixed_outputs]
    json.dump({"version": 1, "head": found.head, "fixed_outputs": rows}, sys.stdout, indent=1)
    sys.stdout.write("\n")


def _print_text(found: Listing) -> None:
    for each in found.fixed_outputs:
        print(harmless(_row(each, found.prefix)).rstrip())


def _row(each: FixedOutput, prefix: str) -> str:
    """Return one line: place, producer, store name, whether Nix would notice, and what decides the content."""
    plain = as_json(each)
    path = _shown(each, prefix)
    noticed = {True: "silent", False: "loud", None: "-"}[plain["silent"]]
    inputs = " ".join(f"{one.name}={one.shown}" for one in each.inputs if one.role == "what")[:120]
    name = each.store_name or "-"
    return f"{path}:{plain['line']}#{each.attribute}  {each.producer}  {name}  {noticed}  {inputs}"


def _shown(each: FixedOutput, prefix: str) -> str:
    """Return the path of a fixed output relative to the current directory."""
    return os.path.relpath(f"/{each.path}", f"/{prefix}") if prefix else each.path
