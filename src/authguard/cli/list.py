"""git authguard list: prints the fixed outputs of a snapshot."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from authguard.app.list import ListRequest, as_json, listing, lock_of
from authguard.cli.check import too_large
from authguard.cli.output import OutputOptions, SlowWork, made, note
from authguard.git.git import Git
from authguard.printable import inert, inert_json, printable
from authguard.report.context import shown_path

if TYPE_CHECKING:
    from authguard.app.list import Listing
    from authguard.outputs.model import FixedOutput
    from authguard.report.listing import ListRow


def run(given: dict[str, Any]) -> int:
    """List the selected fixed outputs, all without a selector. Returns 0."""
    output = made(OutputOptions, given)
    git = Git()
    try:
        request = made(ListRequest, given)
        request.with_sources = output.format != "json" and not given.get("only_selectors")
        with SlowWork("reading the fixed outputs", output.quiet):
            found = listing(git, request)
        if found.large:
            note(too_large(found.large))
        if given.get("only_selectors"):
            _print_selectors(found)
        elif output.format == "json":
            _print_json(found)
        else:
            _print_text(found, output)
        return 0
    finally:
        git.close()


def _print_selectors(found: Listing) -> None:
    """Print the selectors for completions: files, and the fixed outputs in these files."""
    shown = [(shown_path(each.path, found.prefix), each.attribute) for each in found.fixed_outputs]
    for selector in dict.fromkeys(
        text for path, attribute in shown for text in (path, f"{path}#{attribute}")
    ):
        print(inert(printable(selector)))


def _print_json(found: Listing) -> None:
    import json

    rows = [as_json(each) for each in found.fixed_outputs]
    document = {"version": 1, "head": found.head, "fixed_outputs": rows}
    sys.stdout.write(inert_json(json.dumps(document, indent=1) + "\n"))


def _print_text(found: Listing, output: OutputOptions) -> None:
    """Print a table on a terminal, otherwise lines with tabs."""
    from authguard.report import listing as formats

    rows = [_row(each, found.prefix) for each in found.fixed_outputs]
    if output.format in ("markdown", "mermaid"):
        sys.stdout.write(inert(getattr(formats, output.format)(rows)))
    elif sys.stdout.isatty():
        sys.stdout.write(inert(formats.table(rows, output.stream())))
    else:
        sys.stdout.write(inert(formats.lines(rows)))


def _row(each: FixedOutput, prefix: str) -> ListRow:
    """Return a fixed output as the formats for people show it."""
    from authguard.report.listing import ListRow

    plain = as_json(each)
    return ListRow(
        path=shown_path(each.path, prefix),
        line=plain["line"],
        attribute=each.attribute,
        producer=each.producer,
        source=plain["source"],
        digest=each.literal,
        lock=lock_of(each),
        noticed={True: "silent", False: "loud", None: "-"}[plain["silent"]],
        sources=[
            (shown_path(one.path, prefix), as_json(one)["line"], one.attribute)
            for stated in each.inputs
            for one in stated.outputs
            if one is not each
        ],
    )
