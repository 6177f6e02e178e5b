"""Writes the drawings of docs/how-it-works.md: docs/pair.svg and docs/bump.svg.

Usage: make picture. A drawing has its own background, and is light or dark as the browser is. It is at most 460 pixels
wide, so that its text can be read on a phone, and it loads nothing.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 460
LINE = 18
"""The height of a line of text."""
STYLE = """\
  svg { font: 14px ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
  .card { fill: #f6f8fa; stroke: #d0d7de; }
  .box { fill: #ffffff; stroke: #57606a; stroke-width: 1.5; }
  .input { fill: #ddf4ff; stroke: #0969da; }
  .stale { fill: #ffebe9; stroke: #cf222e; }
  .arrow { fill: none; stroke: #57606a; stroke-width: 1.5; marker-end: url(#head); }
  text, #head { fill: #1f2328; }
  #head { fill: #57606a; }
  .note { fill: #57606a; font-size: 13px; }
  @media (prefers-color-scheme: dark) {
    .card { fill: #161b22; stroke: #3d444d; }
    .box { fill: #0d1117; stroke: #9198a1; }
    .input { fill: #0c2d6b; stroke: #4493f8; }
    .stale { fill: #5d1015; stroke: #f85149; }
    .arrow { stroke: #9198a1; }
    text { fill: #f0f6fc; }
    #head, .note { fill: #9198a1; }
  }
"""


@dataclass(frozen=True)
class Box:
    """A box with lines of text. ``kind`` is its class in `STYLE`; x and y are its centre."""

    x: int
    y: int
    width: int
    lines: tuple[str, ...]
    kind: str = ""

    @property
    def height(self) -> int:
        """The height, from the number of lines."""
        return LINE * len(self.lines) + 14

    def svg(self) -> list[str]:
        """Return the elements."""
        left, top = self.x - self.width // 2, self.y - self.height // 2
        size = f'width="{self.width}" height="{self.height}"'
        rect = f'<rect class="box {self.kind}" x="{left}" y="{top}" {size} rx="6"/>'
        first = self.y - LINE * (len(self.lines) - 1) // 2 + 5
        texts = [label(self.x, first + LINE * at, line) for at, line in enumerate(self.lines)]
        return [rect, *texts]


def label(x: int, y: int, text: str, kind: str = "") -> str:
    """Return a text with its middle at x."""
    style = f' class="{kind}"' if kind else ""
    return f'<text{style} x="{x}" y="{y}" text-anchor="middle">{escape(text)}</text>'


def below(start: Box, end: Box) -> str:
    """Return an arrow from the lower edge of a box to the upper edge of another."""
    top, bottom = start.y + start.height // 2, end.y - end.height // 2 - 2
    middle = (top + bottom) // 2
    x = max(end.x - end.width // 2 + 20, min(start.x, end.x + end.width // 2 - 20))
    return f'<path class="arrow" d="M{start.x} {top} C{start.x} {middle} {x} {middle} {x} {bottom}"/>'


def beside(start: Box, end: Box) -> str:
    """Return an arrow from the right edge of a box to the left edge of another."""
    return f'<path class="arrow" d="M{start.x + start.width // 2} {start.y} H{end.x - end.width // 2 - 2}"/>'


def drawing(title: str, height: int, parts: list[str]) -> str:
    """Return a document; ``title`` is read aloud in place of the drawing."""
    shown = "\n".join(parts)
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img">
<title>{escape(title)}</title>
<style>
{STYLE}</style>
<marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 L10 5 L0 10 z"/></marker>
<rect class="card" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="8"/>
{shown}
</svg>
"""


def pair() -> str:
    """Return the drawing of a stale hash: the identity moved, the digest stayed."""
    left, right = 112, WIDTH - 112
    before = Box(left, 66, 180, ("identity", "owner/tool, tag v1.0"), "input")
    after = Box(right, 66, 180, ("identity", "owner/tool, tag v1.1"), "input")
    old = Box(left, 146, 180, ("digest", "sha256-4f8c…"))
    kept = Box(right, 146, 180, ("digest", "sha256-4f8c…"), "stale")
    middle = WIDTH // 2
    parts = [label(left, 28, "HEAD"), label(right, 28, "index")]
    parts += [*before.svg(), *after.svg(), *old.svg(), *kept.svg(), beside(before, after), beside(old, kept)]
    parts += [label(middle, 58, "moved", "note"), label(middle, 138, "stayed", "note")]
    parts.append(label(middle, 200, "AG201: the hash is still the hash of v1.0", "note"))
    return drawing("A pair is stale if its identity moved and its digest stayed", 218, parts)


def bump() -> str:
    """Return the drawing of a bump: the hashes that depend on a revision and on a lock file."""
    rev = Box(120, 40, 190, ("rev moves", "v1.0 → v1.1"), "input")
    lock = Box(340, 130, 190, ("go.sum changes",), "input")
    source = Box(120, 130, 190, ("hash of the source",), "stale")
    vendor = Box(230, 220, 190, ("vendorHash",), "stale")
    package = Box(230, 300, 190, ("the package",))
    parts = [part for box in (rev, lock, source, vendor, package) for part in box.svg()]
    parts += [below(rev, source), below(source, vendor), below(lock, vendor), below(vendor, package)]
    parts.append(label(230, 344, "a red hash depends on the inputs above it", "note"))
    return drawing("A revision decides the hash of the source; both decide vendorHash", 362, parts)


DRAWINGS = {"pair.svg": pair, "bump.svg": bump}


def main() -> None:
    """Write the drawings into the folder that is named, else docs/."""
    parser = argparse.ArgumentParser(description="Write the drawings of the documentation.")
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs")
    folder = parser.parse_args().folder
    for name, draw in DRAWINGS.items():
        (folder / name).write_text(draw())


if __name__ == "__main__":
    main()
