"""The instrument that measures on histories: what it puts back, how it scores, that it writes to no repository."""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import FILES, batches, identity, sample
from benchmarks.overlay import put_back
from benchmarks.readings import FILE, REASONS, Readings, told_by
from benchmarks.tables import remains
from benchmarks.verdicts import Score, is_told, mislabelled, on_line, truth_of, where
from tests.support.collected import A, B
from tests.support.repos import ROOT, Repo

SOURCE = """{{ fetchFromGitHub }}:

fetchFromGitHub {{
  owner = "plover";
  repo = "plover";
  rev = "v{version}";
  hash = "{digest}";
}}
"""


def history(directory: Path) -> tuple[Repo, list[str]]:
    """A repository of three commits: the package, its next version, a remark."""
    repo = Repo(directory)
    first = repo.write("plover.nix", SOURCE.format(version="1.0", digest=A)).commit()
    second = repo.write("plover.nix", SOURCE.format(version="1.1", digest=B)).commit()
    third = repo.write("plover.nix", "# A bird.\n" + SOURCE.format(version="1.1", digest=B)).commit()
    return repo, [first, second, third]


def replay(*arguments: str) -> None:
    """Run the instrument, as one would by hand."""
    command = [sys.executable, "-m", "benchmarks.replay", *arguments]
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, check=True, capture_output=True)


def files_of(directory: Path) -> set[str]:
    """Every file below a directory."""
    return {str(path.relative_to(directory)) for path in directory.rglob("*") if path.is_file()}


def test_a_walk_puts_each_moved_digest_back_and_writes_to_no_repository(tmp_path: Path) -> None:
    """One digest moved with its inputs; put back, it is found."""
    repo, _ = history(tmp_path / "plover")
    before = files_of(repo.path)
    replay(str(repo.path), "--out", str(tmp_path / "out"))
    told = json.loads((tmp_path / "out/plover.walk.json").read_text())
    assert told["counts"]["commits"] == 3
    assert told["counts"]["mutants"] == told["counts"]["mutants: error"] == 1
    assert (tmp_path / "out/plover.walk.jsonl").read_text() == ""
    assert files_of(repo.path) == before


def corpus_of(directory: Path, commits: list[str]) -> None:
    """Write a corpus of one row in each class that the three commits give."""
    _, second, third = commits
    common = {"repo": "of/plover", "file": "plover.nix", "line": 7, "attr": "hash", "kind": "src"}
    bump = {**common, "commit": second, "truth": "stale", "old": A, "new": B, "clean": True, "nunits": 1}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in FILES}
    rows["A"] = [bump]
    rows["mutants"] = [bump, {**bump, "commit": "0" * 40}]
    rows["B"] = [{"repo": "of/plover", "commit": third, "tag": "comment"}]
    rows["D"] = [{**common, "commit": second, "confidence": "high", "tag": "fixed-by-hash-only-commit"}]
    directory.mkdir()
    for name, file in FILES.items():
        with lzma.open(directory / f"{file}.jsonl.xz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows[name])


def test_rows_of_a_corpus_are_scored_and_judged_once(tmp_path: Path) -> None:
    """A mutant that is found, a bump and a remark that are right, an incident that was none, a commit that is gone."""
    repo, commits = history(tmp_path / "of+plover")
    corpus_of(tmp_path / "corpus", commits)
    arguments = [str(repo.path), "--out", str(tmp_path / "out"), "--corpus", str(tmp_path / "corpus")]
    replay(*arguments)
    told = json.loads((tmp_path / "out/of+plover.corpus.json").read_text())
    assert told["mutants"]["stale"] == {"error": 1, "by AG201": 1, "pin warned": 0, "gone": 1}
    assert (told["A"]["commits"], told["A"]["with an error"]) == (1, 0)
    assert (told["B"]["commits"], told["B"]["with a finding"]) == (1, 0)
    assert told["D"] == {"high": {"missed": 1}}
    assert told["gone"] == 2  # the commit, and its mutant
    (missed,) = map(json.loads, (tmp_path / "out/of+plover.corpus.jsonl").read_text().splitlines())
    assert (missed["what"], missed["commit"], missed["line"]) == ("incident: missed", commits[1], 7)
    judged = (tmp_path / "out/of+plover.judged.jsonl").read_text()
    replay(*arguments)
    assert (tmp_path / "out/of+plover.judged.jsonl").read_text() == judged


def test_a_hash_is_put_back_on_its_line_alone() -> None:
    """The same text on another line stays."""
    data = f"a = {B};\nb = {B};".encode()
    assert put_back(data, 2, B, A) == f"a = {B};\nb = {A};".encode()
    assert put_back(data, 2, B, A, "sha256 = x;") == f"a = {B};\nsha256 = x;".encode()
    with pytest.raises(ValueError, match="line 3"):
        put_back(data, 3, B, A)


def finding(
    severity: str, line: int, code: str = "AG201", told: list[list[str]] | None = None
) -> dict[str, Any]:
    """A finding as it is written down."""
    return {
        "code": code,
        "severity": severity,
        "path": "x.nix",
        "line": line,
        "message": "",
        "told": told or [],
    }


ROW = {"file": "x.nix", "line": 3, "attr": "vendorHash", "kind": "vendor", "truth": "stale-vendor"}


@pytest.mark.parametrize(
    ("said", "before", "outcome"),
    [
        ([finding("error", 3), finding("warning", 3)], [], "error"),
        ([finding("error", 9), finding("warning", 3)], [], "warned"),
        ([finding("error", 9)], [], "error elsewhere"),
        ([finding("error", 9)], [finding("error", 9)], "missed"),
        ([finding("note", 3)], [], "missed"),
    ],
)
def test_where_a_stale_hash_is_told(said: list[Any], before: list[Any], outcome: str) -> None:
    """On its line; else by what the commit itself does not have."""
    assert where(ROW, said, before)[0] == outcome


def test_what_counts_as_told() -> None:
    """A suspect's line tells all hashes of its package; a warning does for a vendor hash and for a tool's commit id."""
    assert on_line(ROW, finding("warning", 9, "AG203", [["x.nix", "deps"], ["x.nix", "tool.vendorHash"]]))
    assert not on_line(ROW, finding("warning", 9, "AG201", [["x.nix", "tool.vendorHash"]]))
    assert is_told("stale-vendor", "warned", None)
    assert not is_told("stale", "warned", finding("warning", 3))
    pin = {
        **finding("warning", 3, "AG208"),
        "message": f"rev moved from {'a' * 12} to {'b' * 12}, its hash did not",
    }
    assert is_told("stale", "warned", pin)
    written = {**finding("warning", 3), "path": "x.json", "because": [["version", "0-abcdef0", "0-0fedcba"]]}
    assert is_told("stale", "warned", written)
    assert not is_told("stale", "warned", {**written, "path": "x.nix"})
    assert not is_told("stale", "warned", {**written, "because": [["version", "0-abcdef0", "1.1"]]})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({}, None),
        ({"attr": "goModSum"}, "idle"),
        ({"attr": "serde-1.0.1", "old_attr": "serde-1.0.0"}, "entry"),
        ({"attr": "cargoHash", "old_attr": "serde-1.0.0"}, "entry"),
        ({"attr": f"hashes.{'0' * 40}", "old_attr": "f" * 40}, "entry"),
        ({"attr": "hash", "old_attr": "sha256"}, None),
        ({"truth": "stale-cross", "file": "_sources/generated.nix"}, "twin"),
    ],
)
def test_rows_that_show_that_they_are_mislabelled(row: dict[str, str], reason: str | None) -> None:
    """By their keys and files alone."""
    assert mislabelled({**ROW, **row}) == reason


def test_a_version_in_another_file_makes_a_dependency_hash_no_surer() -> None:
    """It is told as one whose version stands beside it."""
    assert truth_of({**ROW, "truth": "stale-cross"}) == "stale-vendor"
    assert truth_of({**ROW, "truth": "stale-cross", "kind": "src"}) == "stale-cross"
    assert truth_of({**ROW, "truth": "stale-lock"}) == "stale-lock"


COMMIT = "0123456789" + "a" * 30


def scored(directory: Path, lines: list[str], **judged: list[dict[str, Any]]) -> Score:
    """The score of one mutant and one non-bump of one commit, with what people read in them."""
    file = directory / "readings.tsv"
    file.write_text("".join(f"{line}\n" for line in lines))
    row = {**ROW, "repo": "of/plover", "commit": COMMIT, "old": A, "new": B, "truth": "stale", "kind": "src"}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in FILES}
    rows["mutants"], rows["B"] = [row], [{"repo": "of/plover", "commit": COMMIT, "tag": "comment"}]
    results = {
        COMMIT: {"findings": judged.get("plain", [])},
        identity("mutants", row): {"findings": judged["mutant"]},
    }
    return Score("of/plover", rows, results, Readings(file))


def test_what_people_read_is_counted_apart(tmp_path: Path) -> None:
    """A mutant that is none, and a finding that is right to be told."""
    plain = [finding("warning", 9, "AG203")]
    score = scored(tmp_path, [], mutant=plain, plain=plain)
    assert score.figures["mutants"] == {"stale": {"missed": 1, "pin warned": 0}}
    assert (score.figures["B"]["with a finding"], score.figures["B"]["right"]) == (1, 0)
    assert {row["reason"] for row in score.read} == {"unread"}
    lines = [
        "# a remark",
        "mutants\tof/plover\t0123456789\tx.nix:3\tcommented",
        "B\tof/plover\t0123456789\t-\tsuspect",
    ]
    score = scored(tmp_path, lines, mutant=plain, plain=plain)
    assert score.figures["mutants"] == {"stale": {"missed": 1, "pin warned": 0}}
    assert (score.figures["B"]["with a finding"], score.figures["B"]["right"]) == (1, 1)
    assert {row["reason"] for row in score.read} == {"commented", "suspect"}
    score = scored(tmp_path, [lines[1].replace("commented", "text")], mutant=plain, plain=plain)
    assert score.figures["mutants"] == {"stale": {"mislabelled": 1}}
    written = remains(score.read)
    assert "**text** (1)" in written
    assert "mutant stale: mislabelled, of/plover: 0123456789 x.nix:3" in written
    assert "**unread** (1)" in written


def test_every_reading_gives_a_known_reason() -> None:
    """And is of a class that the corpus has."""
    lines = [line for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    read = [line.split("\t") for line in lines]
    assert read
    assert {line[0] for line in read} <= set(FILES)
    assert {line[4] for line in read} <= set(REASONS)
    assert all(len(line[2]) == 10 for line in read)


@pytest.mark.parametrize(
    ("because", "reason"),
    [
        (["rev", "a" * 40, "v1"], "tag-or-id"),
        (["rev", "a" * 40, "b" * 40], "fork"),
        (["rev", "v1.0", "1.0"], "re-tagged"),
        (["url", f"https://a/{'a' * 40}.patch", f"https://a/{'b' * 40}.patch"], "one-file"),
        (["url", "https://a/x-1.0", "https://b/y-1.0"], "other-host"),
        (["url", "https://a/${pname}-1", "https://a/${pname}-2"], "partly-known"),
        (["rev", None, "v1"], "unread"),
    ],
)
def test_why_a_stale_hash_is_told_softly(because: list[str | None], reason: str) -> None:
    """What moved says it."""
    assert told_by("mutant stale: warned", ROW, [{**finding("warning", 3), "because": [because]}]) == reason


def test_a_sample_is_the_same_each_time_and_of_every_kind() -> None:
    """So many rows of each kind; batches are drawn at random, and each stands in the order of history."""
    rows = [{"commit": str(number), "truth": kind, "old": ""} for kind in "ab" for number in range(20)]
    chosen = sample("mutants", rows, 3)
    assert sorted(map(str, sample("mutants", reversed(rows), 3))) == sorted(map(str, chosen))
    assert sorted(row["truth"] for row in chosen) == ["a"] * 3 + ["b"] * 3
    positions = {str(number): number for number in range(20)}
    drawn = batches(positions, positions, 8)
    assert [len(batch) for batch in drawn] == [8, 8, 4]
    assert all(batch == sorted(batch, key=int) for batch in drawn)
    assert drawn[0] != [str(number) for number in range(8)]
