"""The script of a gate, and its output."""

from __future__ import annotations

import pytest

from authguard.builder.trust import HERE, STORE, Builder
from authguard.gate.script import BuildReport, text


def build(*options: str, builder: Builder | None = None, timeout: int | None = None) -> str:
    """The command line of Nix for a build."""
    script = text("a/x.nix", "all", builder or Builder(HERE), list(options), timeout)
    return script.partition("nix-build --no-out-link ")[2].partition(' "$@")')[0]


def test_a_time_limit_is_nixs_too() -> None:
    """Nix gets a later limit than the gate, for processes that were not ended; the user's own option replaces it."""
    assert "--timeout" not in build()
    assert "--timeout 7260" in build(timeout=7200)
    words = build("--timeout", "60", timeout=7200).split()
    assert words[len(words) - 1 - words[::-1].index("--timeout") + 1] == "60"


def test_a_store_builds_what_this_machine_evaluates() -> None:
    """The build gets no options for evaluations."""
    words = build("-I", "x=./x", "--cores", "2", builder=Builder(STORE, "ssh-ng://host"))
    assert "--store ssh-ng://host --eval-store auto" in words
    assert words.endswith("--cores 2")


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_printed_lines_are_read_in_pieces_of_any_size(size: int) -> None:
    """The report has the tree, the platform, the derivations and the outputs."""
    report = BuildReport()
    data = b"tree /tmp/x\nsystem arm64-Darwin\ndrv /s/a.drv\ndrv /s/b.drv\nout /s/a\n"
    for at in range(0, len(data), size):
        report.feed(data[at : at + size])
    assert (report.one("tree"), report.system) == ("/tmp/x", "aarch64-darwin")
    assert (report.all("drv"), report.all("out"), report.one("lacks")) == (
        ["/s/a.drv", "/s/b.drv"],
        ["/s/a"],
        "",
    )
