"""Flowcharts in the Mermaid language, which forges draw in Markdown."""

from __future__ import annotations

import re

from authguard.printable import printable

_SPECIAL = re.compile(r"[^\w ./:,=+@→-]")
_SHAPES = {"input": ('(["', '"])'), "lock": ('[/"', '"/]'), "hash": ('["', '"]'), "component": ('[["', '"]]')}


class Drawing:
    """The nodes and arrows of a flowchart, each once."""

    def __init__(self) -> None:
        """Start with nothing."""
        self.nodes: dict[tuple[str, str], str] = {}
        self.lines: list[str] = []

    def node(self, kind: str, *texts: str) -> str:
        """Return the name of a node. The node is added when it is first needed.

        ``kind`` is input, lock, hash or component. Characters of a text that Mermaid could read as syntax become _.
        """
        label = "<br>".join(_SPECIAL.sub("_", printable(text)) for text in texts)
        name = self.nodes.get((kind, label))
        if name is None:
            name = self.nodes[kind, label] = f"n{len(self.nodes)}"
            start, end = _SHAPES[kind]
            self.lines.append(f"  {name}{start}{label}{end}")
        return name

    def arrow(self, start: str, end: str) -> None:
        """Draw an arrow, unless it already exists."""
        line = f"  {start} --> {end}"
        if start != end and line not in self.lines:
            self.lines.append(line)

    def text(self) -> str:
        """Return the flowchart; no text if there are no nodes."""
        return "flowchart LR\n" + "".join(f"{line}\n" for line in self.lines) if self.lines else ""
