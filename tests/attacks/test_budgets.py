"""Nothing grows without a limit: each fixed limit ends in a finding or in one line, and a guard limits the rest."""

from __future__ import annotations

import gzip
import io
import json
import re
import resource
import subprocess
import sys
import tarfile
import zipfile
from time import monotonic
from typing import TYPE_CHECKING

import pytest

from authguard import system
from authguard.app import ancestors, collected, comparing
from authguard.app.check import CheckRequest, check
from authguard.cli import main
from authguard.errors import Unreachable
from authguard.gate.log import LARGEST, Log, LogFile
from authguard.gate.script import MAX_LINES, BuildReport
from authguard.git import commits, ranges
from authguard.git.git import Git
from authguard.outputs.tree import OutputTree
from authguard.prove.hashes import entries
from authguard.prove.hashes.archives import ArchiveLimits, of_archive
from authguard.prove.hashes.gittree import of_git
from authguard.prove.hashes.limits import Uncomputable
from authguard.prove.nixhash.frames import Frame
from authguard.prove.nixhash.rounds import MAX_DERIVATIONS, Round
from tests.support.guarded import NEVER, REAL, checked, digest, package
from tests.support.judging import codes, of_range
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from authguard.git.snapshot import TreeSnapshot
    from authguard.outputs.model import FixedOutput

MEASURED = """
import sys
{code}
from authguard.system import peak_memory_mb
sys.stderr.write(f"PEAK {{int(peak_memory_mb())}}")
"""


def peak(code: str) -> int:
    """Run Python code in a separate process, and return the peak resident memory of this process in MiB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED.format(code=code)],
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    found = re.search(r"PEAK (\d+)", done.stderr)
    assert done.returncode == 0, done.stderr
    assert found is not None
    return int(found[1])


ARCHIVE = """
from authguard.prove.hashes.archives import of_archive
from authguard.prove.hashes.limits import Uncomputable
with open({path!r}, "rb") as file:
    try:
        of_archive(file)
    except Uncomputable as error:
        print(error)
"""


def nested(entries: int, depth: int) -> Iterator[str]:
    """Yield the names of ``entries`` files. Each file is below ``depth`` directories of its own."""
    for number in range(entries):
        yield f"t/{number}/" + "d/" * depth + "f"


@pytest.mark.parametrize("form", ["tar", "zip"])
@pytest.mark.parametrize("entries", [50, 800])
def test_an_archive_of_nested_directories_takes_little_memory(
    tmp_path: Path, form: str, entries: int
) -> None:
    """A few kilobytes have the names of a hundred thousand directories."""
    path = tmp_path / f"a.{form}"
    if form == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in nested(entries, 1900):
                packed.writestr(name, b"")
    else:
        raw = io.BytesIO()
        with tarfile.open(fileobj=raw, mode="w", format=tarfile.GNU_FORMAT) as tar:
            for name in nested(entries, 1900):
                tar.addfile(tarfile.TarInfo(name))
        path.write_bytes(gzip.compress(raw.getvalue()))
    assert peak(ARCHIVE.format(path=str(path))) < 500


def test_only_an_archive_within_the_limits_is_hashed(tmp_path: Path) -> None:
    """The limits include directories and the bytes of all paths."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in nested(3, 20):
            packed.writestr(name, b"x")
    with path.open("rb") as file:
        assert of_archive(file)
    for limits in (ArchiveLimits(most_entries=60), ArchiveLimits(most_path_bytes=500)):
        with path.open("rb") as file, pytest.raises(Uncomputable, match="more than"):
            of_archive(file, limits=limits)


LOG = """
from authguard.gate.log import Log
import json
log = Log(lambda line, is_error: None, lambda: 0.0)
for number in range({count}):
    log.feed({line})
log.end()
"""
LINES = {
    "lines of a megabyte": (600, 'b"x" * (1 << 20) + b"\\n"'),
    "no end of line": (600, 'b"x" * (1 << 20)'),
    "messages": (
        600,
        '("@nix " + json.dumps({"action": "msg", "level": 1, "msg": "x" * 900_000}) + "\\n").encode()',
    ),
    "starts": (
        200_000,
        (
            '("@nix " + json.dumps({"action": "start", "id": number, "level": 3, "type": 105, "text": "",'
            ' "fields": [f"/nix/store/{number}-x.drv"]}) + "\\n").encode()'
        ),
    ),
    "long names": (
        600,
        (
            '("@nix " + json.dumps({"action": "start", "id": number, "level": 3, "type": 105, "text": "",'
            ' "fields": [f"/nix/store/{number}-x.drv" + "y" * 900_000]}) + "\\n").encode()'
        ),
    ),
}


@pytest.mark.parametrize("name", LINES)
def test_endless_output_of_a_builder_takes_little_memory(name: str) -> None:
    """The lines and lists of a builder's output have limits."""
    count, line = LINES[name]
    assert peak(LOG.format(count=count, line=line)) < 300


def test_the_file_of_a_log_keeps_the_last_of_many_short_lines(tmp_path: Path) -> None:
    """From sixty million bytes of empty lines the last lines are kept, without an object for each line."""
    (tmp_path / "authguard").mkdir()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    file = LogFile(str(tmp_path), "x")
    for _ in range(60):
        for _ in range(200_000):
            file.write("abcd")
    file.close()
    assert file.path is not None
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10 < 150
    assert (tmp_path / "authguard" / "logs").is_dir()
    assert sum(one.stat().st_size for one in (tmp_path / "authguard" / "logs").iterdir()) < LARGEST * 1.1


def test_endless_results_of_a_script_are_refused() -> None:
    """No build has so many results."""
    results = BuildReport()
    for number in range(300):
        results.feed(b"".join(b"drv %d\n" % (number * 1000 + each) for each in range(1000)))
    results.feed(b"x" * (8 << 20))
    assert len(results.all("drv")) == MAX_LINES


def taken(frames: Iterator[Frame]) -> None:
    """Feed the frames to a round."""
    said = Round([])
    for frame in frames:
        said.take(frame)


def test_an_answer_of_endless_derivations_is_refused() -> None:
    """Endless bytes and an answer about an unknown target are refused too."""
    one = b'Derive([("out","","","")],[],[],"","",[],[])'
    endless = (Frame("derivation", f"/nix/store/{at}-x.drv", one) for at in range(MAX_DERIVATIONS + 10))
    with pytest.raises(Unreachable, match="too long"):
        taken(endless)
    with pytest.raises(Unreachable, match="too long"):
        taken(Frame("here", "", b"x" * (1 << 20)) for _ in range(100))
    for key in ("0", "x", "-1", "99999999999"):
        with pytest.raises(Unreachable):
            taken(iter([Frame("refused", key, b"")]))


def test_broken_events_of_a_log_are_read_as_text() -> None:
    """No line of the result is longer than 9,000 characters."""
    seen: list[str] = []
    log = Log(lambda line, is_error: seen.append(line), lambda: 0.0)
    for event in (
        "[" * 5000,
        '{"action": "start", "id": [], "type": 105, "fields": [{}]}',
        "null",
        '{"action": 1}',
    ):
        log.feed(f"@nix {event}\n".encode())
    log.end()
    assert all(len(line) < 9000 for line in seen)


def fetches(count: int, version: int) -> str:
    """Many fetches at a version, each with its own hash, which never moves."""
    each = 'p{0} = fetchurl {{ url = "https://example.org/{0}-{1}.tar.gz"; hash = "{2}"; }};'
    return (
        "{ fetchurl }: {\n"
        + "\n".join(each.format(one, version, digest(one)) for one in range(count))
        + "\n}\n"
    )


def test_pairs_beyond_the_limit_are_named_and_the_others_judged(tmp_path: Path) -> None:
    """Each of 8 files has 3,900 moved pairs. The check takes less than 600 MB."""
    repo = Repo(tmp_path / "r")
    for version in (1, 2):
        for number in range(8):
            repo.write(
                f"f{number}.nix", fetches(3900, version).replace("example.org/", f"example.org/{number}/")
            )
        repo.commit(str(version))
    begun = monotonic()
    done = subprocess.run(
        [sys.executable, REAL, "check", "--base", "HEAD~1", "--head", "HEAD", "--format", "json"],
        cwd=repo.path,
        env=repo.environment(AUTHGUARD_MEMORY="600"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert monotonic() - begun < 300
    assert done.returncode == 1, done.stderr
    assert not re.search(NEVER, done.stderr)
    codes = {each["code"] for each in json.loads(done.stdout)["findings"]}
    assert {"AG201", "AG904"} <= codes


def test_many_moved_hashes_are_searched_in_few_commits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each search through history takes some git processes, so a large change has only a few searches."""
    monkeypatch.setattr(ancestors, "MANY_OF_ALL", 7)
    repo = Repo(tmp_path / "r")
    for version in (1, 2):
        for number in range(10):
            names = fetches(4, version).replace("example.org/", f"example.org/{number}/")
            repo.write(f"{number}.nix", re.sub(r"sha256-.{8}", f"sha256-{number}{'A' * 7}", names))
        repo.commit(str(version))
    searched: list[str] = []
    search = commits.commits_that_touched

    def counted(
        git: Git, tip: str, literal: str, path: str, most: int, size: int = 0
    ) -> Iterator[tuple[str, TreeSnapshot]]:
        searched.append(path)
        return search(git, tip, literal, path, most, size)

    monkeypatch.setattr(ancestors, "commits_that_touched", counted)
    git = Git(str(repo.path))
    try:
        (checked,) = check(git, [ranges.between(git, "HEAD~1", "HEAD")], CheckRequest())
    finally:
        git.close()
    assert len(checked.findings) == 40
    assert 0 < len(searched) < 20  # of 40 hashes, in the range and in its commit


def test_thousands_of_waivers_are_judged_in_time(tmp_path: Path) -> None:
    """Idle waivers are counted, not listed. A waiver of a moved hash is compared with few other waivers."""
    repo = Repo(tmp_path / "r")
    idle = "# authguard: allow AG201 because\n" * 10_000
    waived = fetches(400, 1).replace("hash =", "\n# authguard: allow AG201 two tags\nhash =")
    repo.write("a.nix", waived).write("b.nix", fetches(1, 1)).commit("one")
    repo.write("a.nix", fetches(400, 2).replace("hash =", "\n# authguard: allow AG201 two tags\nhash ="))
    repo.write("b.nix", fetches(1, 1) + idle).commit("two")
    begun = monotonic()
    code, found = codes(repo, "--base", "HEAD~1", "--head", "HEAD")
    assert monotonic() - begun < 15
    assert (code, len(found)) == (0, 200)
    assert {each[1] for each in found} == {"AG903"}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "markdown"])
def test_a_long_attribute_path_is_shortened_in_each_finding(tmp_path: Path, form: str) -> None:
    """A finding shows the start and the end of the path."""
    repo = Repo(tmp_path / "r")
    for version in (1, 2):
        calls = (
            f'p{number} = fetchFromGitHub {{ owner = "o"; repo = "r{number}"; rev = "v{version}";\n'
            f' hash = "{digest(number)}"; }};\n'
            for number in range(200)
        )
        repo.write(
            "a.nix", f"{{ fetchFromGitHub }}: {{ {'a' * 200_000} = {{ {''.join(calls)} }}; }}\n"
        ).commit()
    done = repo.run("authguard", "check", "--base", "HEAD~1", "--head", "HEAD", "--format", form)
    assert (done.returncode, "AG201" in done.stdout) == (1, True), done.stderr
    assert len(done.stdout) < 2 << 20
    name = json.loads(repo.git("authguard", "list", "--format", "json"))["fixed_outputs"][7]["attribute"]
    assert repo.run("authguard", "list", f"a.nix#{name}").returncode == 0


@pytest.mark.parametrize(("name", "most"), [("MAX_CHANGES", 3), ("MAX_NIX", 2)])
def test_paths_beyond_the_limit_of_a_change_are_one_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, most: int
) -> None:
    """The error names these paths; the other paths are judged."""
    monkeypatch.setattr(ranges, name, most)
    repo = Repo(tmp_path / "r")
    for version in (1, 2):
        for number in range(6):
            repo.write(
                f"f{number}.nix", fetches(1, version).replace("example.org/", f"example.org/{number}/")
            )
        repo.commit(str(version))
    git = Git(str(repo.path))
    try:
        (checked,) = check(git, [ranges.between(git, "HEAD~1", "HEAD")], CheckRequest())
    finally:
        git.close()
    found = [(each.severity, each.code) for each in checked.findings if each.code in ("AG201", "AG904")]
    assert found.count(("error", "AG904")) == 1
    assert ("error", "AG201") in found


def test_the_edited_files_are_read_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that refer to an edited file, but did not change, are omitted before the edited ones."""
    monkeypatch.setattr(collected, "MAX_CHANGE_HASHES", 30)
    repo = Repo(tmp_path / "r").write("names.nix", "{ }\n")
    for number in range(6):
        text = fetches(10, number).replace("example.org/", f"example.org/{number}/")
        repo.write(f"a{number}.nix", f"let names = import ./names.nix; in\n{text}")
    repo.write("z.nix", fetches(10, 7)).commit("one")
    repo.write("names.nix", "{ a = 1; }\n").write("z.nix", fetches(10, 8)).commit("two")
    git = Git(str(repo.path))
    try:
        (checked,) = check(git, [ranges.between(git, "HEAD~1", "HEAD")], CheckRequest())
    finally:
        git.close()
    assert ("AG201", "z.nix") in {(each.code, each.place.path) for each in checked.findings}


def test_an_unchanged_file_beyond_the_limit_is_not_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its hashes still exist, so new files with the same hashes are not stale."""
    monkeypatch.setattr(collected, "MAX_CHANGE_HASHES", 50)
    repo = Repo(tmp_path / "r")
    repo.write("old.nix", fetches(40, 1)).commit("one")
    for number in range(4):
        repo.write(f"new{number}.nix", fetches(10, 2))
    repo.commit("two")
    git = Git(str(repo.path))
    try:
        (checked,) = check(git, [ranges.between(git, "HEAD~1", "HEAD")], CheckRequest())
    finally:
        git.close()
    assert {each.code for each in checked.findings} <= {"AG205"}


def test_a_file_beyond_the_limit_leaves_room_for_a_smaller_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files with most of the new hashes are read first. The hash of another package is in a small file."""
    monkeypatch.setattr(collected, "MAX_CHANGE_HASHES", 60)
    monkeypatch.setattr(comparing, "FIRST_HOLDERS", 2)
    repo = Repo(tmp_path / "r")
    for folder in ("one", "other"):
        repo.write(f"{folder}.nix", fetches(40, 1))
    text = (
        '{{ fetchFromGitHub }}: fetchFromGitHub {{ owner = "a"; repo = "{}"; rev = "v{}"; hash = "{}"; }}\n'
    )
    repo.write("alone.nix", text.format("alone", "1.0", digest(1000))).commit("one")
    repo.write("copy.nix", fetches(8, 1)).write("fresh.nix", text.format("fresh", "2.0", digest(1000)))
    repo.commit("two")
    git = Git(str(repo.path))
    try:
        (checked,) = check(git, [ranges.between(git, "HEAD~1", "HEAD")], CheckRequest())
    finally:
        git.close()
    assert ("AG205", "fresh.nix") in {(each.code, each.place.path) for each in checked.findings}


def test_lists_that_share_their_items_are_compared_a_few_times(tmp_path: Path) -> None:
    """Two lists of two equal halves, 30 times, have a billion items."""
    levels = "".join(
        f"a{level} = [ a{level - 1} a{level - 1} ];\nb{level} = [ b{level - 1} b{level - 1} ];\n"
        for level in range(1, 30)
    )
    text = fetches(1, 1).replace("{ fetchurl }: {", f"{{ fetchurl }}: let a0 = 1; b0 = 1;\n{levels} in {{")
    repo = Repo(tmp_path / "r")
    text = text.replace("0-1.tar.gz", '${if a29 == b29 then "0-1" else "0-2"}.tar.gz')
    repo.write("a.nix", text).commit("one")
    repo.write("a.nix", text.replace('"0-1"', '"0-3"')).stage()
    begun = monotonic()
    assert "AG201" in repo.run("authguard", "check").stdout
    assert monotonic() - begun < 60


def test_check_ends_above_its_memory_limit(tmp_path: Path) -> None:
    """The run prints one line and ends with exit code 2, never with a pass."""
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", fetches(2000, 1)).commit("one")
    repo.write("a.nix", fetches(2000, 2)).stage()
    done = repo.run("authguard", "check", env={"AUTHGUARD_MEMORY": "25"})
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"authguard: no answer: more than 25 MiB of memory [^\n]*\n", done.stderr)


@pytest.mark.parametrize(
    "words", [["list"], ["audit"], ["explain", "a.nix#p1"], ["check", "--all"]], ids=" ".join
)
def test_commands_that_read_a_tree_end_above_the_memory_limit(tmp_path: Path, words: list[str]) -> None:
    """Each command that reads a whole tree has the same limit of memory."""
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", fetches(2000, 1)).commit("one")
    done = repo.run("authguard", *words, env={"AUTHGUARD_MEMORY": "20"})
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"authguard: no answer: more than 20 MiB of memory [^\n]*\n", done.stderr)


def test_an_audit_reads_a_file_once_for_many_hashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file has 300 moved hashes."""
    repo = Repo(tmp_path / "r")
    for version in (1, 2):
        repo.write("a.nix", fetches(300, version)).commit()
    read = 0
    holding = OutputTree.holding

    def counted(tree: OutputTree, path: str, texts: Iterable[str]) -> list[FixedOutput]:
        nonlocal read
        read += 1
        return holding(tree, path, texts)

    monkeypatch.setattr(OutputTree, "holding", counted)
    monkeypatch.chdir(repo.path)
    assert main(["audit", "--format", "json"]) == 1
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 300
    assert 0 < read < 100


PUSHED = (["check", "--pre-push", "origin"], ["check", "--gate"], ["-C", ".", "check", "--gate"])


@pytest.mark.parametrize("words", PUSHED, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "value", "says"),
    [("MEMORY", "25", ": more than 25 MiB of memory"), ("SECONDS", "0", " after 0 seconds")],
)
def test_the_hook_of_a_push_ends_above_its_limits(
    tmp_path: Path, words: list[str], name: str, value: str, says: str
) -> None:
    """The hooks of a push have the same limits, and end with one line and exit code 2."""
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", fetches(2000, 1)).commit("one")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    old, new = repo.oid("HEAD"), repo.write("a.nix", fetches(2000, 2)).commit("two")
    refs = {
        "FROM_REF": old,
        "TO_REF": new,
        "REMOTE_NAME": "origin",
        "REMOTE_BRANCH": "main",
        "LOCAL_BRANCH": "main",
    }
    done = repo.run(
        "authguard",
        *words,
        stdin=f"refs/heads/main {new} refs/heads/main {old}\n",
        env={f"AUTHGUARD_{name}": value, **{f"PRE_COMMIT_{key}": each for key, each in refs.items()}},
    )
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert f"authguard: no answer{says} " in done.stderr


@pytest.mark.needs("nix-build")
def test_a_gate_ends_above_the_memory_limit(tmp_path: Path) -> None:
    """A build may take any time, but authguard no more memory than for a check."""
    repo = Repo(tmp_path / "r")
    gate = '[[gate]]\nname = "tool"\npaths = ["**"]\nfile = "tool.nix"\nattribute = "a"\n'
    repo.write("authguard.toml", gate).write(
        "tool.nix", "{ a = throw (toString (map (x: x) [ 1 ])); }"
    ).commit("one")
    done = repo.run("authguard", "build", env={"AUTHGUARD_MEMORY": "5"})
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "authguard: no answer: more than 5 MiB of memory" in done.stderr
    done = repo.run("authguard", "build", env={"AUTHGUARD_SECONDS": "0"})
    assert "no answer" not in done.stderr


def test_only_the_time_limit_is_lifted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit on memory still applies."""
    monkeypatch.setattr(system, "_is_timed", True)
    assert system.exceeded(500, 10, 400, 11) is not None
    system.lift_time_limit()
    assert system.exceeded(500, 10, 400, 11) is None
    assert system.exceeded(500, 10, 501, 1) is not None


def test_check_ends_after_its_time_limit(tmp_path: Path) -> None:
    """The run prints one line and ends with exit code 2, never with a pass."""
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", fetches(3000, 1)).commit("one")
    repo.write("a.nix", fetches(3000, 2)).stage()
    done = repo.run("authguard", "check", env={"AUTHGUARD_SECONDS": "0"})
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(r"authguard: no answer after 0 seconds [^\n]*\n", done.stderr)


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("x: ", ""), ("let a = 1; in ", ""), ("with x; ", ""), ("{ a = ", "; }"), ("(", ")")],
    ids=["lambdas", "lets", "withs", "sets", "parentheses"],
)
def test_a_file_with_thousands_of_levels_is_reported(tmp_path: Path, opens: str, closes: str) -> None:
    """40,000 levels are not searched: the file is reported, with a fraction of the memory and the time."""
    repo = Repo(tmp_path / "r")
    inner = f'fetchurl {{ url = "https://e.example/1.0"; hash = "{digest(1)}"; }}'
    for text in (inner, inner.replace("1.0", "2.0")):
        repo.write("deep.nix", opens * 40_000 + text + closes * 40_000).commit()
    code, found = of_range(repo)
    assert (code, found) == (1, [("error", "AG904", "deep.nix")])


def many_of_one_hash(version: int) -> str:
    """A list of 1,800 sources that have one hash."""
    rest = f'owner = "o"; rev = "v{version}"; hash = "{digest(1)}"; }})'
    return (
        "{ f }: [\n"
        + "".join(f'(f.fetchFromGitHub {{ repo = "r{one}"; {rest}\n' for one in range(1800))
        + "]\n"
    )


def test_one_hash_in_many_places_is_judged_in_time(tmp_path: Path) -> None:
    """Each source is compared with some of the sources that shared its hash, and not with each item of the list."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", many_of_one_hash(1)).commit("one")
    repo.write("tool.nix", many_of_one_hash(2)).stage()
    run = checked(repo, "check")
    assert run.code == 1
    assert run.stdout.count("error[AG201]") > 1


def test_a_text_of_many_escapes_is_read_in_time(tmp_path: Path) -> None:
    """The pieces of a text are joined once: 200,000 single joins took minutes."""
    text = r"\n\t" * 100_000
    code = f'{{ fetchurl }}: fetchurl {{ url = "https://example.org/@{text}"; hash = "{digest(1)}"; }}\n'
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", code.replace("@", "1")).commit("one")
    repo.write("a.nix", code.replace("@", "2")).commit("two")
    begun = monotonic()
    assert codes(repo, "--base", "HEAD~1", "--head", "HEAD")[1][0][1] == "AG201"
    assert monotonic() - begun < 100


LONG = 1_000_000
CALL = f'{{ fetchurl }}: fetchurl {{ url = "https://e.example/VERSION"; hash = "{digest(1)}"; }}'
LOCK = """{"nodes": {"a": {"locked": {"narHash": "HASH", "rev": "VERSION", "type": "github"}},
"root": {"inputs": {"a": "a"}}}, "root": "root", "version": 7}""".replace("HASH", digest(2))
SLOW: dict[str, dict[str, str]] = {
    "letters": {"tool.nix": f"{CALL} /* VERSION {'a1' * LONG} */"},
    "a hash of letters": {"tool.nix": f'[ ({CALL}) {{ hash = "VERSION{"a" * LONG} "; }} ]'},
    "a name in a flake": {
        "flake.nix": f"{{ /* {'_' * LONG} */ outputs = {{ }}; }}",
        "flake.lock": LOCK,
        "tool.nix": CALL,
    },
    "spaces after a function": {
        "tool.nix": CALL,
        "list.nix": f"/* import{' ' * LONG} */ {{ a = import ./list.in; }}",
        "list.in": f"[a]{CALL}",
    },
    "empty lines after a header": {
        "tool.nix": CALL,
        "list.nix": "{ a = import ./list.in; }",
        "list.in": f"[a]{chr(10) * LONG}{CALL}",
    },
    "comments without an end": {
        "tool.nix": CALL,
        "deps.nix": 'stdenv.mkDerivation { name = "deps"; src = ./.; buildPhase = "gradle build"; '
        f'outputHash = "{digest(2)}"; }}',
        "build.gradle": f"VERSION {'/* ' * (LONG // 3)}",
    },
    "commands with options": {
        "tool.nix": CALL,
        "deps.nix": 'stdenv.mkDerivation { name = "deps"; src = ./.; '
        f'buildPhase = "VERSION{";mill --x;npx --x" * (LONG // 20)}"; outputHash = "{digest(2)}"; }}',
    },
    "digits in a url": {
        "pin.json": f'{{ "url": "https://e.example/{"0" * LONG}/VERSION", "hash": "{digest(1)}" }}',
        "tool.nix": "{ fetchurl, lib }: fetchurl (lib.importJSON ./pin.json)",
    },
    "escapes in a url": {
        "pin.json": f'{{ "url": "https://e.example/{"%2b%" * LONG}/VERSION", "hash": "{digest(1)}" }}',
        "tool.nix": "{ fetchurl, lib }: fetchurl (lib.importJSON ./pin.json)",
    },
    "variables in urls of a script": {
        "tool.nix": CALL,
        "deps.nix": 'stdenv.mkDerivation { name = "deps"; tag = "1"; x = "2"; '
        f'buildPhase = "curl https://e.example/VERSION/$tag{" for read x https://$tag$" * (LONG // 20)}"; '
        f'outputHash = "{digest(2)}"; }}',
    },
    "sums of paths": {
        "tool.nix": CALL,
        "list.nix": "/* " + 'callPackage a + "b" + c + ' * (LONG // 25) + "*/ { a = import ./tool.nix; }",
    },
    "paths below a name in a deep folder": {
        "tool.nix": CALL,
        f"{'a/' * 60}list.nix": f"[ (import {'../' * 60}tool.nix) " + '(root + "/a") ' * (LONG // 25) + "]",
    },
    "folders in a url": {
        "pin.json": f'{{ "url": "https://e.example/{"2024-01-01/" * LONG}/VERSION", "hash": "{digest(1)}" }}',
        "tool.nix": "{ fetchurl, lib }: fetchurl (lib.importJSON ./pin.json)",
    },
}


@pytest.mark.parametrize("name", SLOW)
def test_each_pattern_reads_a_long_text_only_once(tmp_path: Path, name: str) -> None:
    """A pattern that begins again at each letter would take minutes or hours."""
    repo = Repo(tmp_path / "r")
    for version in ("1", "2"):
        for path, content in SLOW[name].items():
            repo.write(path, content.replace("VERSION", version))
        repo.commit(version)
    begun = monotonic()
    assert of_range(repo)[0] == 1
    assert monotonic() - begun < 30


def test_the_memory_of_the_calling_program_is_not_counted(tmp_path: Path) -> None:
    """On Linux, getrusage() includes that memory in the memory of the check."""
    repo = Repo(tmp_path / "r")
    repo.write("a.nix", fetches(1, 1)).commit("one")
    code = (
        "import subprocess, sys\n"
        "kept = bytearray(b'x') * (300 << 20)\n"
        "sys.exit(subprocess.run([sys.executable, '-m', 'authguard', 'check', '--all']).returncode)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=repo.path,
        env=repo.environment(AUTHGUARD_MEMORY="200"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_range_does_not_keep_each_version_of_a_file(tmp_path: Path) -> None:
    """Sixty right commits on one file of 300 sources; the limit is below what all versions of the file need."""
    repo = Repo(tmp_path / "r")
    fetch = '{} = fetchgit {{ url = "https://example.org/{}"; rev = "v{}"; hash = "{}"; }};'
    for version in range(61):
        of = [version if number < version else 0 for number in range(300)]
        lines = (fetch.format(f"a{at}", at, one, digest(f"{at} {one}")) for at, one in enumerate(of))
        repo.write("d.nix", "{ fetchgit }: {\n" + "\n".join(lines) + "\n}\n").commit(str(version))
    done = repo.run(
        "authguard", "check", "--base", "HEAD~60", "--head", "HEAD", env={"AUTHGUARD_MEMORY": "180"}
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_patterns_with_too_many_combinations_are_refused(tmp_path: Path) -> None:
    """For `**/` thirty times and sixty directories, git and libgit2 would take years."""
    repo = Repo(tmp_path / "r", "--bare")  # not even `git add` comes to an end
    blob = repo.git("hash-object", "-w", "--stdin", stdin="x")
    tree = repo.git("mktree", stdin=f"100644 blob {blob}\tx\n")
    for _ in range(60):
        tree = repo.git("mktree", stdin=f"040000 tree {tree}\t{'a' * 10}\n")
    rules = repo.git("hash-object", "-w", "--stdin", stdin=f"{'**/' * 30}*a*b export-ignore\n")
    below = repo.git("ls-tree", tree)
    tree = repo.git("mktree", stdin=f"100644 blob {rules}\t.gitattributes\n{below}\n")
    head = repo.git("commit-tree", tree, "-m", "one")
    for kind in (entries.ARCHIVE, entries.RAW_EXPORT):
        with pytest.raises(Uncomputable, match=r"\.gitattributes"):
            of_git(str(repo.path), head, kind)


def moved_nodes(version: int, *, of_one_commit: bool) -> str:
    """The lock of a flake with 3,000 nodes at other commits, or all at one, under the hashes of version 1."""
    nodes: dict[str, object] = {
        f"n{one}": {
            "locked": {
                "type": "github",
                "owner": "o",
                "repo": f"r{one}",
                "rev": f"{version if of_one_commit else one + version:040x}",
                "narHash": digest(one),
            },
            "original": {"type": "github", "owner": "o", "repo": f"r{one}"},
        }
        for one in range(3000)
    }
    nodes["root"] = {"inputs": {name: name for name in nodes}}
    return json.dumps({"nodes": nodes, "root": "root", "version": 7})


@pytest.mark.parametrize("of_one_commit", [False, True])
def test_thousands_of_moved_nodes_of_a_flake_are_judged_in_time(tmp_path: Path, of_one_commit: bool) -> None:
    """The requests of all nodes are read once, not for each node, and few nodes with one commit are compared."""
    repo = Repo(tmp_path / "r")
    repo.write("flake.lock", moved_nodes(1, of_one_commit=of_one_commit)).commit("one")
    repo.write("flake.lock", moved_nodes(2, of_one_commit=of_one_commit)).stage()
    assert "AG208" in checked(repo, "check", "--format", "short").stdout


def test_thousands_of_tables_in_one_table_are_read_in_time(tmp_path: Path) -> None:
    """An object around many hashes is read once, not for each hash."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", package(1)).commit("one")
    tables = "".join(f'[a.b.c.d.e.f{one}]\nhash = "{digest(one)}"\n' for one in range(10_000))
    repo.write("tool.nix", package(2, 1)).write("pins.toml", tables).stage()
    assert "AG201" in checked(repo, "check", "--format", "short").stdout
