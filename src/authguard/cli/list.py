"""git authguard list: every fixed output of a snapshot."""

from __future__ import annotations

import os
import sys

from authguard.cli.arguments import read
from authguard.cli.check import from_root, prefix_of, too_large
from authguard.errors import Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from authguard.outputs.model import FixedOutput

_FLAGS = {"-q": "quiet", "--quiet": "quiet", "-v": "verbose", "--verbose": "verbose"}
_OPTIONS = {"--rev": "rev", "--format": "format", "--color": "color"}


def run(arguments: list[str]) -> int:
    """List the fixed outputs below the given paths (all without any). Returns 0."""
    given = read("list", arguments, _FLAGS, _OPTIONS)
    kind = given.values.get("format", "text")
    if kind not in ("text", "json"):
        raise Refused(f"list prints text or json, not {kind!r}")
    from authguard.app.repository import whole_tree
    from authguard.config.model import load
    from authguard.git.git import Git
    from authguard.git.ranges import all_of

    git = Git()
    try:
        scope = all_of(git, given.values.get("rev", ":index"))
        config = load(scope.target.read)
        prefix = prefix_of(git)
        below = [from_root(path, prefix) for path in given.rest]
        whole = whole_tree(git, scope.target)
        found = [
            each
            for each in whole.outputs(path for path in whole.files if not config.excluded(path))
            if not below or any(path == "" or f"{each.path}/".startswith(f"{path}/") for path in below)
        ]
        large = sorted(path for path, kept in whole.files.items() if "h" in kept.flags)
        if large:
            print(f"authguard: {too_large(large)}", file=sys.stderr)
        found.sort(key=lambda each: (each.path, each.origin.span()))
        if kind == "json":
            _print_json(found, scope.target.label)
        else:
            _print_text(found, prefix)
        return 0
    finally:
        git.close()


def row(each: FixedOutput) -> dict[str, Any]:
    """Return one fixed output as the contract's JSON object."""
    from authguard.nix.parse import line_and_column

    line, column = line_and_column(each.origin.data, each.origin.span()[0])
    return {
        "path": each.path,
        "line": line,
        "column": column,
        "attribute": each.attribute,
        "producer": each.producer,
        "digest": each.literal,
        "placeholder": each.placeholder,
        "platform": each.platform,
        "store_name": each.store_name,
        "silent": _silent(each),
        "inputs": {one.name: one.shown for one in each.inputs if one.role != "tool"},
        "lock": each.lock,
        "resolved": each.resolved,
    }


def _silent(each: FixedOutput) -> bool | None:
    """Tell whether Nix keeps quiet when the version moves and the hash does not: the store name lacks it."""
    if each.store_name is None:
        return None
    if each.row is not None and each.row.nix_checks:
        return False
    moving = [
        one.form for one in each.inputs if one.name in ("rev", "version", "url") and isinstance(one.form, str)
    ]
    if each.version is not None and isinstance(each.version.form, str):
        moving.append(each.version.form)
    return not any(_reaches(form, each.store_name) for form in moving)


def _reaches(form: str, name: str) -> bool:
    """Tell whether a version, a revision or the end of a url stands in a store name."""
    import re

    version = re.search(r"\d[\w.]*", form.rstrip("/").rpartition("/")[2])
    return bool(form) and (
        form in name or (version is not None and len(version[0]) > 1 and version[0][:7] in name)
    )


def _print_json(found: list[FixedOutput], head: str) -> None:
    import json

    json.dump(
        {"version": 1, "head": head, "fixed_outputs": [row(each) for each in found]}, sys.stdout, indent=1
    )
    sys.stdout.write("\n")


def _print_text(found: list[FixedOutput], prefix: str) -> None:
    """Print one line a fixed output: place, attribute, producer, what it is, whether Nix would notice."""
    from authguard.harmless import harmless

    for each in found:
        plain = row(each)
        path = os.path.relpath(f"/{each.path}", f"/{prefix}") if prefix else each.path
        noticed = {True: "silent", False: "loud", None: "-"}[plain["silent"]]
        what = " ".join(f"{one.name}={one.shown}" for one in each.inputs if one.role == "what")[:120]
        name = each.store_name or "-"
        line = f"{path}:{plain['line']}#{each.attribute}  {each.producer}  {name}  {noticed}  {what}"
        print(harmless(line).rstrip())
