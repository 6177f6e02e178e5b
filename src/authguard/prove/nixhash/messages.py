"""Nix's messages about wrong hashes, and about derivations that could not be built, read from its log.

The forms are those of Nix 2.3 to 2.35 and Lix 2.90 to 2.95, with colours and `--log-format internal-json`; a comment at
each form names the program that prints it. A log also has the output of untrusted builders: lines that Nix quotes are
no messages of Nix. Each function here reads only the end of a log, in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from authguard.digest import BadDigest, parse

if TYPE_CHECKING:
    from authguard.digest import Digest

LARGEST = 1 << 20
"""At most this many characters at the end of a log are read, since the cause comes last."""

LONGEST = 1 << 16
"""At most this many characters of a line are read. Nix's own lines are shorter, except its JSON."""

MOST = 4096
"""At most this many messages of one log are reported."""

_REACH = 12
"""The lines below a headline that may belong to it: Lix writes seven lines, and a url may be split over several."""


@dataclass(slots=True, eq=False, repr=False)
class Mismatch:
    """Content with another hash than the specified hash.

    kind: "derivation" (a fixed output was built), "download" (builtins.fetchurl or fetchTarball fetched),
    "input" (a flake input, or builtins.fetchTree) or "lfs" (a large file of git).
    subject: the .drv path; with Nix 2.3 an output path that contains the resulting hash; otherwise the url.
    specified, got: None if the message has no such hash, or no valid digest.
    url: the likely url of the content, as Lix prints it; "" for an unknown url.
    """

    kind: str
    subject: str
    specified: Digest | None
    got: Digest | None
    url: str = ""

    def __repr__(self) -> str:
        return f"Mismatch({self.kind!r}, {self.subject!r}, {self.specified!r}, {self.got!r}, {self.url!r})"


@dataclass(slots=True, eq=False, repr=False)
class Failure:
    """A derivation that could not be built, or a path that could not be fetched, for a reason other than its hash.

    kind: "builder" (the builder failed), "system" (no machine for the platform in `needs`), "features" (`needs`
    likewise), "references" (a fixed output that names store paths), "output" (no output, or a wrong kind of file),
    "timeout", "dependency" (a dependency failed), "unchecked" (nothing to check against) or "other".
    subject: the .drv path, the store path or the name, as Nix prints it. says: one clause.
    """

    kind: str
    subject: str
    says: str
    needs: str = ""

    def __repr__(self) -> str:
        return f"Failure({self.kind!r}, {self.subject!r}, {self.says!r}, needs={self.needs!r})"


def mismatches(log: str) -> list[Mismatch]:
    """The mismatches in a log, in order, at most MOST of them. Never raises."""
    lines = own_lines(log)
    found: list[Mismatch] = []
    for at, line in enumerate(lines):
        if "mismatch" in line and len(found) < MOST:
            one = _mismatch(lines, at)
            if one is not None:
                found.append(one)
    return found


def failures(log: str) -> list[Failure]:
    """The other failures in a log, in order, at most MOST of them. Never raises."""
    lines = own_lines(log)
    found: list[Failure] = []
    for at, line in enumerate(lines):
        if "'" in line and len(found) < MOST:
            one = _failure(lines, at, _bare(line))
            if one is not None:
                found.append(one)
    return found


def own_lines(log: str) -> list[str]:
    """Nix's own lines in a log: without colours and the output of builders, and with JSON as text."""
    lines: list[str] = []
    if len(log) > LARGEST:
        log = log[-LARGEST:].partition("\n")[2]
    for line in log.split("\n"):
        if line.startswith("@nix "):
            lines.extend(_stated(line[5:]))
        elif len(line) <= LONGEST:
            lines.append(line)
    plain = [_COLOURS.sub("", line).rstrip() if line else line for line in lines]
    return [line for line in plain if not line.lstrip().startswith(">")]


_COLOURS = re.compile("\x1b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?)")


def _stated(text: str) -> list[str]:
    """The lines of a message of `--log-format internal-json`; none for other kinds of events."""
    import json

    if len(text) > LARGEST:
        return []
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(event, dict) or event.get("action") != "msg":
        return []
    stated = event.get("msg")
    return [line for line in stated.split("\n") if len(line) <= LONGEST] if isinstance(stated, str) else []


def _bare(line: str) -> str:
    """A line without its indentation and the words of Nix before an error: `error: `, or the name of the build.

    build-remote.cc: `build of 'DRV' on 'STORE' failed: …`; a warning is read as well (`--keep-going` of old versions).
    """
    line = line.strip()
    while True:
        if line.startswith(("error: ", "warning: ")):
            line = line.partition(": ")[2].lstrip()
        elif line.startswith(("build of '", "while ")) and "' failed: " in line:
            line = line.partition("' failed: ")[2].lstrip()
        else:
            return line


_DERIVATION = "hash mismatch in fixed-output derivation '"
_DOWNLOAD = "hash mismatch in file downloaded from '"
_INPUT = "NAR hash mismatch in input '"
_LOCKED = "mismatch in field 'narHash' of input '"
_LFS = "hash mismatch while fetching "


def _mismatch(lines: list[str], at: int) -> Mismatch | None:
    line = _bare(lines[at])
    for kind, headline in (("derivation", _DERIVATION), ("download", _DOWNLOAD)):
        if line.startswith(headline) and line.endswith("':"):
            labels = _labels(lines, at)
            specified = labels.get("specified") or labels.get("wanted")
            url = labels.get("likely url", "")
            return Mismatch(
                kind,
                line[len(headline) : -2],
                _digest(specified),
                _digest(labels.get("got")),
                "" if url == "(unknown)" else url,
            )
    if line.startswith(_INPUT):
        return _input(line[len(_INPUT) :])
    if line.startswith(_LOCKED):
        return _locked(line[len(_LOCKED) :])
    if line.startswith(_LFS):
        return _lfs(line[len(_LFS) :])
    return None


def _labels(lines: list[str], at: int) -> dict[str, str]:
    """The lines below a headline, by its label in lower case, up to the next headline.

    Nix 2.3: `wanted`, `got`. From 2.4: `specified`, `got`. Lix from 2.91: `likely URL` before these labels, from 2.94
    `expected path` and `got path` after them.
    """
    found: dict[str, str] = {}
    for line in lines[at + 1 : at + 1 + _REACH]:
        label, colon, value = line.strip().partition(":")
        label = label.lower()
        if label in ("error", "warning") or "mismatch in " in line:
            break
        if colon and label in ("likely url", "specified", "wanted", "got"):
            found.setdefault(label, value.strip())
        if "got" in found:
            break
    return found


def _digest(text: str | None) -> Digest | None:
    """Return the digest that a text spells with its algorithm, or None."""
    try:
        return parse(text) if text else None
    except BadDigest:
        return None


def _input(rest: str) -> Mismatch | None:
    """`URL' (STORE PATH), expected 'SRI', got 'SRI'` (2.4 to 2.18, Lix), or `URL', expected 'SRI' but got 'SRI'`.

    From 2.24 the latter may end in `but got none`.
    """
    before, expected, after = rest.rpartition(", expected '")
    url = before.rpartition("' (")[0] if before.endswith(")") else before.removesuffix("'")
    specified, quote, after = after.partition("'")
    got = after.partition("got '")[2].partition("'")[0]
    return Mismatch("input", url, _digest(specified), _digest(got)) if expected and quote else None


def _locked(rest: str) -> Mismatch | None:
    """`{json}', got '{json}'` (2.25 and later): the hashes are inside the JSON."""
    import json

    wanted, middle, got = rest.partition("', got '")
    if not middle:
        return None
    try:
        specified, received = json.loads(wanted), json.loads(got.rpartition("'")[0])
    except (ValueError, RecursionError):
        return None
    if not isinstance(specified, dict) or not isinstance(received, dict):
        return None
    url = specified.get("url") or "/".join(
        part for part in (specified.get("owner"), specified.get("repo")) if isinstance(part, str)
    )
    return Mismatch(
        "input",
        url if isinstance(url, str) else "",
        _digest(_word(specified.get("narHash"))),
        _digest(_word(received.get("narHash"))),
    )


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _lfs(rest: str) -> Mismatch | None:
    """`URL: expected sha256:HEX but got sha256:HEX`."""
    url, expected, rest = rest.rpartition(": expected ")
    specified, but, got = rest.partition(" but got ")
    if not expected or not but:
        return None
    return Mismatch("lfs", url, _digest(specified), _digest(got.strip()))


_REFERENCES = (
    "must not reference store paths",
    "is not allowed to refer to other store paths",  # has only the name of the fixed output
    "illegal path references in fixed-output derivation '",
)


def _failure(lines: list[str], at: int, line: str) -> Failure | None:
    """The failure in a line, or the failure with a description that begins with this line."""
    if line.startswith("builder for '"):
        return _builder_failed(line)
    if line.startswith("Cannot build '"):
        return _cannot_build(lines, at, _quoted(line))
    if line.startswith("a '") and " is required to build '" in line:
        return _required(line)
    if any(words in line for words in _REFERENCES):
        return Failure(
            "references", _quoted(line), "its output names store paths, which a fixed output may not"
        )
    if line.startswith("output path '"):
        return Failure("output", _quoted(line), line.rpartition("' ")[2])
    if line.startswith("some outputs of '") and "are not valid" in line:
        return Failure(
            "unchecked", _quoted(line), "its output is not in the store, so there is nothing to check"
        )
    if " timed out after " in line:
        return Failure("timeout", _quoted(line), f"timed out after {line.rpartition(' timed out after ')[2]}")
    if " of derivation '" in line and line.endswith("failed to build"):
        return Failure("dependency", _quoted(line), "one of its dependencies failed")
    return None


def _quoted(line: str) -> str:
    """The first word in single quotes, without the outputs that Nix names behind a ^ or !."""
    return line.partition("'")[2].partition("'")[0].partition("^")[0].partition("!")[0]


def _builder_failed(line: str) -> Failure:
    """`builder for 'DRV' failed with exit code 1`, up to 2.28 and in Lix; `…;` or `; last 10 log lines:` may follow."""
    says = line.partition("'")[2].partition("' ")[2]
    if says.startswith("failed to produce output path"):
        return Failure("output", _quoted(line), "its builder made no output")
    return Failure("builder", _quoted(line), f"its builder {says.partition(';')[0] or 'failed'}")


def _cannot_build(lines: list[str], at: int, drv: str) -> Failure:
    """`Cannot build 'DRV'.` and below it `Reason: …` (2.29 and later); for a wrong platform, the needed platform."""
    stated: dict[str, str] = {}
    for line in lines[at + 1 : at + 1 + _REACH]:
        label, colon, value = line.strip().partition(":")
        if label in ("error", "warning"):
            break
        if colon:
            stated.setdefault(label.lower(), value.strip())
    reason = stated.get("reason", "").rstrip(".")
    if reason.startswith("builder"):
        return Failure("builder", drv, f"its {reason}")
    if "depend" in reason:
        return Failure("dependency", drv, "one of its dependencies failed")
    if "required system" in stated:
        return _system(
            drv, _quoted(stated["required system"]), _quoted(stated.get("current system", "")), reason
        )
    if "required features" in stated:
        needs = stated["required features"].strip("{}")
        return Failure("features", drv, f"needs a builder with the features {needs}", needs)
    return Failure("other", drv, reason or "cannot be built")


def _required(line: str) -> Failure:
    """`a 'SYSTEM' with features {F} is required to build 'DRV', but I am a 'SYSTEM' with …` (to 2.30, Lix)."""
    before, _, after = line.partition(" is required to build ")
    return _system(
        _quoted(after),
        _quoted(before),
        _quoted(after.partition("but I am a ")[2]),
        before.partition("with ")[2],
    )


def _system(drv: str, needs: str, have: str, otherwise: str) -> Failure:
    if needs == have:
        return Failure("features", drv, f"needs a builder with other features ({otherwise})", otherwise)
    return Failure("system", drv, f"needs {needs}" + (f", and the builder is {have}" if have else ""), needs)


def evaluation_error(log: str) -> str:
    """The reason why an evaluation failed, as one line: Nix's innermost error, with the place.

    From 2.4 the errors of a trace follow one another, each after `error:`, and the last is the cause; 2.3 writes
    `error: while …` lines and the cause last.
    """
    lines = own_lines(log)
    starts = [at for at, line in enumerate(lines) if line.strip().startswith("error:")]
    if not starts:
        return next((line.strip() for line in reversed(lines) if line.strip()), "")
    stated = [at for at in starts if lines[at].strip() != "error:"] or starts
    at = stated[-1]
    cause = lines[at].strip().removeprefix("error:").strip()
    below = [line.strip() for line in lines[at + 1 : at + 1 + _REACH]]
    if cause.startswith("while evaluating") and any(below):
        return [line for line in below if line and not line.startswith("(")][-1]
    place = next((line for line in below if line.startswith("at ") and line.endswith(":")), "")
    if cause.endswith(":"):
        cause = f"{cause} {' '.join(line for line in below[:3] if line)}"
    return f"{cause} ({place[:-1]})" if place else cause
