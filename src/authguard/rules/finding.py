"""The values that a judged commit is told in: the shape of `check --format json`, as classes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ERROR = "error"
WARNING = "warning"
NOTE = "note"
SEVERITIES = (ERROR, WARNING, NOTE)

STALE = "stale"
SUSPECT = "suspect"


class Place:
    """A span of one file.

    `path` is relative to the root. Lines and columns count from 1; a column counts characters (Unicode code
    points of the line decoded as UTF-8, an undecodable byte being one character), never bytes or cells. The
    end is exclusive: `end_column` is the column after the last character. The span of a hash literal includes
    its quotes.
    """

    __slots__ = ("column", "end_column", "end_line", "line", "path")

    def __init__(
        self, path: str, line: int, column: int, end_line: int | None = None, end_column: int | None = None
    ) -> None:
        """A place; without an end it is the single point (line, column)."""
        self.path = path
        self.line = line
        self.column = column
        self.end_line = line if end_line is None else end_line
        self.end_column = column if end_column is None else end_column

    def key(self) -> tuple[str, int, int, int, int]:
        """What orders and equates places."""
        return (self.path, self.line, self.column, self.end_line, self.end_column)

    def __eq__(self, other: object) -> bool:
        """Equal when all of path, start and end are."""
        return isinstance(other, Place) and self.key() == other.key()

    def __hash__(self) -> int:
        """Consistent with equality."""
        return hash(self.key())

    def __repr__(self) -> str:
        """For failing tests."""
        return f"Place({self.path}:{self.line}:{self.column}-{self.end_line}:{self.end_column})"


class Because:
    """One input that moved.

    `input` is its name as written in Nix (`rev`) or the path of a lock file; `role` one of "what", "how",
    "script", "where", "with what"; `before` and `after` its values (None: it was not there, or has no short
    value, like a whole lock file); `path` and `line` where the new value stands.
    """

    __slots__ = ("after", "before", "input", "line", "path", "role")

    def __init__(
        self,
        input: str,  # noqa: A002 - the field's name in the JSON contract
        role: str,
        before: str | None = None,
        after: str | None = None,
        path: str | None = None,
        line: int | None = None,
    ) -> None:
        """An input that moved; see the class for each field."""
        self.input = input
        self.role = role
        self.before = before
        self.after = after
        self.path = path
        self.line = line

    def as_json(self) -> dict[str, Any]:
        """The contract's object."""
        return {
            "input": self.input,
            "role": self.role,
            "before": self.before,
            "after": self.after,
            "path": self.path,
            "line": self.line,
        }


class Evidence:
    """What was looked at and what it says; `kind` is index, history, lock, mirror, native, nix or builder."""

    __slots__ = ("kind", "says")

    def __init__(self, kind: str, says: str) -> None:
        """What `kind` of evidence `says`, in a short sentence without a full stop."""
        self.kind = kind
        self.says = says

    def as_json(self) -> dict[str, Any]:
        """The contract's object."""
        return {"kind": self.kind, "says": self.says}


class FixedOutputRef:
    """Which fixed output a finding is about.

    `attribute` is the part of a selector after `#`; `producer` the function or format that makes it;
    `digest` the literal as it is written; `store_name` the name in the store, where it is known.
    """

    __slots__ = ("attribute", "digest", "producer", "store_name")

    def __init__(self, attribute: str, producer: str, digest: str, store_name: str | None = None) -> None:
        """A reference; see the class for each field."""
        self.attribute = attribute
        self.producer = producer
        self.digest = digest
        self.store_name = store_name

    def as_json(self) -> dict[str, Any]:
        """The contract's object."""
        return {
            "attribute": self.attribute,
            "producer": self.producer,
            "digest": self.digest,
            "store_name": self.store_name,
        }


class Finding:
    """One sentence about one place, with everything that it rests on.

    `severity` is error, warning or note; `verdict` stale, suspect or None; `nix_notices` whether Nix itself
    would complain (None: not known, or the question does not arise); `mend` the command or the words that
    repair it; `order` sorts findings of one place after its code.
    """

    __slots__ = (
        "because",
        "code",
        "evidence",
        "fixed_output",
        "mend",
        "message",
        "nix_notices",
        "order",
        "place",
        "rule",
        "severity",
        "verdict",
    )

    def __init__(
        self,
        *,
        code: str,
        rule: str,
        severity: str,
        place: Place,
        message: str,
        verdict: str | None = None,
        nix_notices: bool | None = None,
        fixed_output: FixedOutputRef | None = None,
        because: list[Because] | None = None,
        evidence: list[Evidence] | None = None,
        mend: str | None = None,
        order: tuple[str, ...] = (),
    ) -> None:
        """A finding; rules make them by `Rule.found`."""
        self.code = code
        self.rule = rule
        self.severity = severity
        self.place = place
        self.message = message
        self.verdict = verdict
        self.nix_notices = nix_notices
        self.fixed_output = fixed_output
        self.because = because or []
        self.evidence = evidence or []
        self.mend = mend
        self.order = order

    def sort_key(self) -> tuple[str, int, int, str, tuple[str, ...]]:
        """Reports list findings by file, then place, then code."""
        return (self.place.path, self.place.line, self.place.column, self.code, self.order)

    def as_json(self) -> dict[str, Any]:
        """The contract's object, fields in the contract's order."""
        return {
            "code": self.code,
            "rule": self.rule,
            "severity": self.severity,
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "end_line": self.place.end_line,
            "end_column": self.place.end_column,
            "message": self.message,
            "verdict": self.verdict,
            "nix_notices": self.nix_notices,
            "fixed_output": None if self.fixed_output is None else self.fixed_output.as_json(),
            "because": [one.as_json() for one in self.because],
            "evidence": [one.as_json() for one in self.evidence],
            "mend": self.mend,
        }
