"""What a finding is made of: the shape of `check --format json`, as classes."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from authguard.printable import without_credentials

if TYPE_CHECKING:
    from typing import Any, TypedDict

    class FindingParts(TypedDict, total=False):
        """The optional fields of a finding, as keyword arguments of `Rule.finding`."""

        verdict: str | None
        nix_notices: bool | None
        fixed_output: FixedOutputRef | None
        move_class: str | None
        because: list[Because]
        evidence: list[Evidence]
        mend: str | None
        replacement: str | None
        order: tuple[str, ...]
        ends_file: bool


ERROR = "error"
WARNING = "warning"
NOTE = "note"
SEVERITIES = (ERROR, WARNING, NOTE)

STALE = "stale"
SUSPECT = "suspect"


@dataclass
class Place:
    """A span of one file.

    `path` is relative to the root. Lines and columns count from 1. A column counts characters: Unicode code points of
    the line decoded as UTF-8, each undecodable byte being one. The end is exclusive: `end_column` is the column after
    the last character. Without an end a place is a single point. The span of a hash literal includes its quotes.
    """

    path: str
    line: int
    column: int
    end_line: int = 0
    end_column: int = 0

    def __post_init__(self) -> None:
        """Let a place without an end be a point."""
        self.end_line = self.end_line or self.line
        self.end_column = self.end_column or self.column

    def key(self) -> tuple[str, int, int, int, int]:
        """Return a key to sort and compare places by."""
        return (self.path, self.line, self.column, self.end_line, self.end_column)


@dataclass
class Because:
    """One input that moved.

    `input` is its name as written in Nix (`rev`), or the path of a lock file. `role` is "what", "how", "script",
    "where" or "with what". `before` and `after` are its values; None if it was absent, or has no short value, as a
    lock file. `path` and `line` say where the new value is written.
    """

    input: str
    role: str
    before: str | None = None
    after: str | None = None
    path: str | None = None
    line: int | None = None

    def __post_init__(self) -> None:
        """Leave out the credentials of urls: reports are read by others than the repository."""
        self.before = None if self.before is None else without_credentials(self.before)
        self.after = None if self.after is None else without_credentials(self.after)


@dataclass
class Evidence:
    """What was consulted and what it says.

    `kind` is index, history, lock, mirror, native, nix or builder; `says` is a short sentence without a full stop.
    """

    kind: str
    says: str


@dataclass
class FixedOutputRef:
    """The fixed output that a finding is about.

    `attribute` is the part of a selector after `#`; `producer` the function or format that makes it; `digest` the
    literal as written; `store_name` its name in the store, if known.
    """

    attribute: str
    producer: str
    digest: str
    store_name: str | None = None


@dataclass
class CommitRef:
    """A commit and the day of its committer date (ISO, UTC)."""

    commit: str
    date: str


@dataclass(kw_only=True)
class Finding:
    """One sentence about one place, with the facts that it rests on.

    `severity` is error, warning or note; `verdict` stale, suspect or None; `nix_notices` whether Nix itself would
    report the problem (None: unknown, or it does not apply); `move_class` the name of the class that decided the
    severity; `mend` the command or the words that fix it; `replacement` the text that fixes it in place of the span;
    `order` sorts findings of one place after their code. Only `audit` sets `written`, the commit that wrote the hash,
    and `moved`, the commit that moved its inputs.
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
    because: list[Because] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    mend: str | None = None
    replacement: str | None = None
    order: tuple[str, ...] = ()
    ends_file: bool = False
    written: CommitRef | None = None
    moved: CommitRef | None = None

    def sort_key(self) -> tuple[str, int, int, str, tuple[str, ...]]:
        """Return a key that sorts findings by file, place and code."""
        return (self.place.path, self.place.line, self.place.column, self.code, self.order)

    def as_json(self) -> dict[str, Any]:
        """Return the object of the JSON report, its fields in their documented order."""
        found: dict[str, Any] = {
            "code": self.code,
            "rule": self.rule,
            "severity": self.severity,
            **asdict(self.place),
            "message": self.message,
            "verdict": self.verdict,
            "nix_notices": self.nix_notices,
            "fixed_output": None if self.fixed_output is None else asdict(self.fixed_output),
            "move_class": self.move_class,
            "because": [asdict(one) for one in self.because],
            "evidence": [asdict(one) for one in self.evidence],
        }
        if self.written is not None:
            found["written"] = asdict(self.written)
            found["moved"] = None if self.moved is None else asdict(self.moved)
        return found
