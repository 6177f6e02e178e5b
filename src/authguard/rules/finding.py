"""The parts of a finding: the shape of `check --format json`, as tuples.

A clean check loads this module but makes no finding. A NamedTuple loads faster than a dataclass, which imports
`inspect`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from authguard.printable import without_credentials

ERROR = "error"
WARNING = "warning"
NOTE = "note"
SEVERITIES = (ERROR, WARNING, NOTE)

STALE = "stale"
SUSPECT = "suspect"


class Place(NamedTuple):
    """A span of one file.

    `path` is relative to the root. Lines and columns count from 1. A column counts characters: Unicode code points of
    the line decoded as UTF-8; an undecodable byte is one character. The end is exclusive: `end_column` is the column
    after the last character. The span of a hash literal includes its quotes.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    def key(self) -> tuple[str, int, int, int, int]:
        """Return a key to sort and compare places by."""
        return (self.path, self.line, self.column, self.end_line, self.end_column)


def place_at(path: str, line: int, column: int = 1) -> Place:
    """Return a place without an extent."""
    return Place(path, line, column, line, column)


class Because(NamedTuple):
    """One input that moved; `moved_input` makes it.

    `input` is its name as written in Nix (`rev`), or the path of a lock file. `role` is "what", "how", "script",
    "where" or "with what". `before` and `after` are its values; None if the input was absent, or has no short value
    (such as a lock file). `path` and `line` say where the new value is written.
    """

    input: str
    role: str
    before: str | None = None
    after: str | None = None
    path: str | None = None
    line: int | None = None


def moved_input(
    name: str,
    role: str,
    before: str | None = None,
    after: str | None = None,
    path: str | None = None,
    line: int | None = None,
) -> Because:
    """Return an input that moved, without the credentials of urls, since reports go to other readers."""
    before = None if before is None else without_credentials(before)
    after = None if after is None else without_credentials(after)
    return Because(name, role, before, after, path, line)


class Evidence(NamedTuple):
    """The source of evidence and its answer.

    `kind` is index, history, lock, mirror, native, nix or builder; `says` is a short sentence without a full stop.
    `is_in_message`: whether the message of the finding says the same, so that reports for people omit the evidence.
    """

    kind: str
    says: str
    is_in_message: bool = False


class FixedOutputRef(NamedTuple):
    """The fixed output of a finding.

    `attribute` is the part of a selector after `#`; `producer` the function or format that makes it; `digest` the
    literal as written; `store_name` its name in the store, if known.
    """

    attribute: str
    producer: str
    digest: str
    store_name: str | None = None


class CommitRef(NamedTuple):
    """A commit and the day of its committer date (ISO, UTC)."""

    commit: str
    date: str


if TYPE_CHECKING:
    from typing import TypedDict

    class FindingParts(TypedDict, total=False):
        """The optional fields of a finding, as keyword arguments of `Rule.finding`."""

        verdict: str | None
        nix_notices: bool | None
        fixed_output: FixedOutputRef | None
        move_class: str | None
        because: list[Because]
        evidence: list[Evidence]
        help: str | None
        replacement: str | None
        order: tuple[str, ...]
        ends_file: bool
        further: list[Place]


class Finding(NamedTuple):
    """One sentence about one place, with the facts that support it.

    `severity` is error, warning or note; `verdict` stale, suspect or None; `nix_notices` whether Nix itself would
    report the problem (None: unknown or not applicable); `move_class` the name of the class that decided the
    severity; `help` the command or the words that fix the problem; `replacement` the text that fixes the problem in
    place of the span; `order` sorts findings with the same place and code; `further` has the places of further
    hashes; `base` is the parent of the commit in a range that brought the problem. Only `audit` sets `written`, the
    commit that wrote the hash, and `moved`, the commit that moved its inputs.
    """

    code: str
    rule: str
    severity: str
    place: Place
    message: str
    verdict: str | None = None
    nix_notices: bool | None = None
    fixed_output: FixedOutputRef | None = None
    move_class: str | None = None
    because: Sequence[Because] = ()
    evidence: Sequence[Evidence] = ()
    help: str | None = None
    replacement: str | None = None
    order: tuple[str, ...] = ()
    ends_file: bool = False
    written: CommitRef | None = None
    moved: CommitRef | None = None
    further: Sequence[Place] = ()
    base: str | None = None

    @property
    def is_stale(self) -> bool:
        """Whether the hash is stale, and not only suspect. Without a verdict, errors are about stale hashes."""
        return self.severity == ERROR if self.verdict is None else self.verdict == STALE

    def sort_key(self) -> tuple[str, int, int, str, tuple[str, ...]]:
        """Return a key that sorts findings by file, place and code."""
        return (self.place.path, self.place.line, self.place.column, self.code, self.order)

    def as_json(self) -> dict[str, Any]:
        """Return the object of the JSON report, its fields in their documented order."""
        found: dict[str, Any] = {
            "code": self.code,
            "rule": self.rule,
            "severity": self.severity,
            **self.place._asdict(),
            "message": self.message,
            "verdict": self.verdict,
            "nix_notices": self.nix_notices,
            "fixed_output": None if self.fixed_output is None else self.fixed_output._asdict(),
            "move_class": self.move_class,
            "because": [one._asdict() for one in self.because],
            "evidence": [{"kind": one.kind, "says": one.says} for one in self.evidence],
        }
        if self.written is not None:
            found["written"] = self.written._asdict()
            found["moved"] = None if self.moved is None else self.moved._asdict()
        return found
