"""The facts of a report other than the findings: the range and its counts, and the stream."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.messages import count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TextIO

PLAIN_WIDTH = 80
_WIDEST = 120
_NARROWEST = 40


class ReportContext:
    """The judged range and files.

    `bases` are commit ids, `head` a commit id, ":index" or ":worktree"; `base` is the revision that the user named
    as the base of the index or work tree, or None; `is_temporary` is true if git removes the index after the check;
    `files`, `fixed_outputs` and `unresolved` count the checked files and outputs; `reader` returns the bytes of a
    file of the target, or None; `prefix` is the current directory relative to the root ("" or
    "containers/authentik"): paths are shown relative to it; `audit` holds the counts of an audit, under the same
    keys as its JSON report; `first_unknown` is the path and line of the first hash that a shallow clone cannot judge,
    or None; `is_part` is true if selectors, codes or unstaged changes limit the report, and `hidden` is the number of
    findings that selectors and codes exclude; `words_of_fix` are the words after `fix --audited STATE` for exactly the
    findings of an audit, or None if no words name these.
    """

    __slots__ = (
        "audit",
        "base",
        "bases",
        "files",
        "first_unknown",
        "fixed_outputs",
        "head",
        "hidden",
        "is_part",
        "is_temporary",
        "prefix",
        "reader",
        "unresolved",
        "words_of_fix",
    )

    def __init__(
        self,
        *,
        bases: list[str],
        head: str,
        files: int,
        fixed_outputs: int,
        unresolved: int,
        reader: Callable[[str], bytes | None],
        prefix: str = "",
        audit: dict[str, int | str | None] | None = None,
        first_unknown: tuple[str, int] | None = None,
        is_part: bool = False,
        hidden: int = 0,
        words_of_fix: list[str] | None = None,
        is_temporary: bool = False,
        base: str | None = None,
    ) -> None:
        """Store the facts that the formats need."""
        self.base = base
        self.bases = bases
        self.head = head
        self.files = files
        self.fixed_outputs = fixed_outputs
        self.unresolved = unresolved
        self.reader = reader
        self.prefix = prefix.strip("/")
        self.audit = audit
        self.first_unknown = first_unknown
        self.is_part = is_part
        self.hidden = hidden
        self.words_of_fix = words_of_fix
        self.is_temporary = is_temporary

    @property
    def head_of_commands(self) -> str:
        """The snapshot that the commands in the report use: the work tree in place of a temporary index."""
        return ":worktree" if self.is_temporary else self.head

    def counted(self) -> str:
        """Return `3 files, 6 fixed outputs`, and the number of hashes that a shallow clone cannot judge."""
        counts = f"{count(self.files, 'file')}, {count(self.fixed_outputs, 'fixed output')}"
        unknown = self.unknown()
        return f"{counts}; {unknown}" if unknown else counts

    def unknown(self) -> str:
        """Return `2 unknown hashes, since this clone is shallow` (or partial), or "" for no unknown hashes."""
        audit = self.audit or {}
        number = audit.get("unknown")
        if not isinstance(number, int) or not number:
            return ""
        kind = "partial" if audit.get("objects_missing") else "shallow"
        return f"{count(number, 'unknown hash')}, since this clone is {kind}"

    def shown(self, path: str) -> str:
        """Return a path from the root as messages show it, see `shown_path`."""
        return shown_path(path, self.prefix)


def shown_path(path: str, prefix: str) -> str:
    """Return a path from the root relative to the current directory ``prefix``, as git shows paths."""
    return os.path.relpath(f"/{path}", f"/{prefix}") if prefix else path


@dataclass(kw_only=True)
class StreamFacts:
    """The stream of the report: `width` in columns, whether to `color`, whether it can show `unicode` and `links`.

    The default is a pipe that takes UTF-8.
    """

    width: int = PLAIN_WIDTH
    color: bool = False
    unicode: bool = True
    links: bool = False


def stream_facts(stream: TextIO, color: str, environment: Mapping[str, str]) -> StreamFacts:
    """Return the facts about a stream. `color` is auto, always or never.

    auto colours a terminal, unless NO_COLOR is set (no-color.org) or TERM is dumb. With FORCE_COLOR it colours a pipe
    too. A pipe has PLAIN_WIDTH columns, so that a log does not depend on the size of a window.
    """
    terminal = stream.isatty()
    width = PLAIN_WIDTH
    if terminal:
        try:
            width = os.get_terminal_size(stream.fileno()).columns or PLAIN_WIDTH
        except (OSError, ValueError):
            pass
    links = terminal and _shows_links(environment)
    forced = environment.get("FORCE_COLOR", "0") not in ("", "0")
    wanted = (forced or (terminal and environment.get("TERM") != "dumb")) and not environment.get("NO_COLOR")
    return StreamFacts(
        width=max(_NARROWEST, min(width, _WIDEST)),
        color=color == "always" or (color == "auto" and wanted),
        unicode=(stream.encoding or "").lower().replace("-", "").startswith("utf"),
        links=links,
    )


_LINKING = frozenset({"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio", "zed"})
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "contour", "wezterm")
_FIRST_VTE = 5000


def _shows_links(environment: Mapping[str, str]) -> bool:
    """Tell whether a terminal can show hyperlinks (OSC 8). FORCE_HYPERLINK overrides this: 0 means no, 1 yes."""
    forced = environment.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced not in ("", "0")
    if environment.get("TERM") == "dumb" or "TMUX" in environment or "CI" in environment:
        return False
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING
        or environment.get("TERM", "").startswith(_LINKING_TERMS)
        or bool({"KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM"} & environment.keys())
        or (vte.isascii() and vte.isdigit() and int(vte) >= _FIRST_VTE)
    )
