"""`verify` against real servers: it obtains true hashes without Nix, and reports each hash."""

from __future__ import annotations

import json
import signal
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.packaging import DIRECTORY, REAL, Packaging
from tests.units.prove.mirrors.processes import runs

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.servers import Files, HttpGit
    from tests.support.upstream import Upstream


@pytest.fixture
def packaging(http: HttpGit, tmp_path: Path) -> Packaging:
    """The packaging of 2026.2.0 with sources of the stand-in upstream, and the hashes of the real upstream."""
    return Packaging(tmp_path / "packaging", http.url)


def results(packaging: Packaging, *arguments: str, code: int) -> dict[str, dict[str, Any]]:
    """Return the answer of `verify` about each fixed output, by its attribute."""
    said = packaging.authguard("verify", "--no-nix", "--format", "json", *arguments)
    assert said.code == code, said
    return {each["attribute"]: each for each in json.loads(said.out)["results"]}


def repaired(packaging: Packaging) -> None:
    """Write the true hashes of both sources, and commit them."""
    found = results(packaging, f"{DIRECTORY}/sources.nix", code=1)
    for each in found.values():
        packaging.edit("sources.nix", each["digest"], each["true"])
    packaging.commit("the true hashes")


def test_a_wrong_hash_is_named_with_the_true_one(packaging: Packaging) -> None:
    """After the true hash is written, the hash is right."""
    found = results(packaging, f"{DIRECTORY}/sources.nix", code=1)
    assert {each["verdict"] for each in found.values()} == {"wrong"}
    repaired(packaging)
    assert {each["verdict"] for each in results(packaging, f"{DIRECTORY}/sources.nix", code=0).values()} == {
        "right"
    }


def test_verify_proves_the_staged_change_by_default(packaging: Packaging) -> None:
    """After a bump both sources are wrong, and three hashes need Nix."""
    repaired(packaging)
    assert results(packaging, code=0) == {}
    packaging.bump("2026.2.1")
    found = results(packaging, code=1)
    assert {name: each["verdict"] for name, each in found.items()} == {
        "src": "wrong",
        "client-go-src": "wrong",
        "outputHash": "open",
        "outputHash.x86_64-linux": "open",
        "vendorHash": "open",
    }


def test_nothing_is_proved_twice(packaging: Packaging, http: HttpGit) -> None:
    """A second run only asks for the commits of tags; a wrong hash is right after its repair."""
    repaired(packaging)
    before = len([each for each in http.asked if each.kind == "fetch"])
    found = results(packaging, f"{DIRECTORY}/sources.nix", code=0)
    assert {each["how"] for each in found.values()} == {"before"}
    assert len([each for each in http.asked if each.kind == "fetch"]) == before
    again = results(packaging, "--again", f"{DIRECTORY}/sources.nix", code=0)
    assert {each["how"] for each in again.values()} == {"native"}


def test_a_damaged_mirror_is_fetched_again(packaging: Packaging) -> None:
    """A file of the mirror is damaged, but commits and trees are not: the hash of such a tree would be wrong."""
    repaired(packaging)
    packs = sorted((packaging.home / ".cache").rglob("whole/objects/pack/*.pack"))
    assert len(packs) == 2
    for pack in packs:
        listed = [line.split() for line in packaging.git("verify-pack", "-v", str(pack)).splitlines()]
        length, start = max((int(words[3]), int(words[4])) for words in listed if words[1:2] == ["blob"])
        data = pack.read_bytes()
        pack.chmod(0o644)
        pack.write_bytes(data[: start + 8] + bytes(length - 8) + data[start + length :])
    found = results(packaging, "--again", f"{DIRECTORY}/sources.nix", code=0)
    assert {(each["verdict"], each["how"]) for each in found.values()} == {("right", "native")}


def test_a_proved_hash_is_not_reported(packaging: Packaging) -> None:
    """The hash moved alone, and is known to be the true hash: `check` does not report it."""
    found = results(packaging, f"{DIRECTORY}/sources.nix", code=1)
    packaging.edit("sources.nix", found["src"]["digest"], found["src"]["true"])
    said = packaging.authguard("check", "--format", "json")
    assert [
        each["code"] for each in json.loads(said.out)["findings"] if each["path"].endswith("sources.nix")
    ] == []


def test_a_missing_revision_has_no_right_hash(packaging: Packaging) -> None:
    """The nearest tag is named."""
    packaging.bump("2026.2.2")
    found = results(packaging, code=1)
    assert found["client-go-src"]["verdict"] == "missing"
    assert found["client-go-src"]["nearest"][0] == "v3.2026020.2"


def test_a_proof_ends_if_its_tag_moves(packaging: Packaging, upstream: Upstream) -> None:
    """The tag names another commit then."""
    repaired(packaging)
    upstream.move_tag("v3.2026.2.0")
    selector = f"{DIRECTORY}/sources.nix#client-go-src"
    assert results(packaging, selector, code=0)["client-go-src"]["how"] == "before"  # asked daily
    found = results(packaging, "--online", selector, code=1)
    each = found["client-go-src"]
    assert each["verdict"] == "wrong"
    assert each["moved"]["before"] != each["moved"]["after"]


def test_a_server_out_of_reach_proves_nothing(packaging: Packaging, http: HttpGit) -> None:
    """The exit code is 3, and each output is named with the reason."""
    http.refuse = 503
    said = packaging.authguard("verify", "--no-nix", f"{DIRECTORY}/sources.nix")
    assert said.code == 3
    head, *outputs, help_ = said.out.splitlines()
    assert head == "not verified: 127.0.0.1 could not be fetched: the server failed (status 503) (2 outputs)"
    assert [line.split("#")[1].split()[0] for line in outputs] == ["src", "client-go-src"]
    assert (
        help_
        == f"  = help: when the host answers again: git authguard verify {DIRECTORY}/sources.nix --no-nix"
    )
    assert "2 not verified" in said.err


def test_the_text_shows_the_place_both_hashes_and_the_fix(packaging: Packaging) -> None:
    """The verdict is beside the place."""
    said = packaging.authguard("verify", "--no-nix", f"{DIRECTORY}/sources.nix#src")
    lines = said.out.splitlines()
    assert lines[0].startswith(f"{DIRECTORY}/sources.nix:22#src  wrong  (without Nix, ")
    assert lines[1].startswith("    is    sha256-")
    assert lines[2].startswith("    true  sha256-")
    fix = f"git authguard fix --stage '{DIRECTORY}/sources.nix#src'"
    assert said.err.splitlines()[-1] == f"authguard: to write the true hashes: {fix}"


def test_an_unfinished_hash_is_not_called_wrong(packaging: Packaging) -> None:
    """The exit code and the verdict in JSON are the same as for a wrong hash."""
    (each,) = results(packaging, f"{DIRECTORY}/sources.nix#src", code=1).values()
    packaging.edit("sources.nix", each["digest"], "")
    said = packaging.authguard("verify", "--no-nix", "--head", ":worktree", f"{DIRECTORY}/sources.nix#src")
    head, before, after = said.out.splitlines()
    assert said.code == 1
    assert head.startswith(f"{DIRECTORY}/sources.nix:22#src  unfinished  (without Nix, ")
    assert before == "    is    (empty)"
    assert after == f"    true  {each['true']}"
    assert said.err.startswith(
        "authguard: 1 unfinished\nauthguard: to write the true hashes: git authguard fix "
    )
    (again,) = results(packaging, "--head", ":worktree", f"{DIRECTORY}/sources.nix#src", code=1).values()
    assert again["verdict"] == "wrong"


def test_the_fix_of_a_commit_is_for_the_work_tree(packaging: Packaging) -> None:
    """The message says that the commit itself does not change."""
    said = packaging.authguard("verify", "--no-nix", "--head", "HEAD", f"{DIRECTORY}/sources.nix#src")
    last = said.err.splitlines()[-1]
    fix = f"git authguard fix '{DIRECTORY}/sources.nix#src'"
    assert last == f"authguard: to write the true hashes into the work tree, not into the commit: {fix}"


def test_a_downloaded_file_or_archive_is_hashed(
    packaging: Packaging, upstream: Upstream, files: Files
) -> None:
    """A file is hashed unchanged, an archive is unpacked; a missing file is not proved."""
    upstream.archive(upstream.client, "v3.2026.2.0", "client-1.tar.gz")
    fake = f"sha256-{'A' * 43}="
    packaging.write(
        "web.nix",
        f'''{{ fetchurl, fetchzip }}: {{
  file = fetchurl {{ url = "{files.url}/client-1.tar.gz"; hash = "{fake}"; }};
  tree = fetchzip {{ url = "{files.url}/client-1.tar.gz"; hash = "{fake}"; }};
  gone = fetchurl {{ url = "{files.url}/client-2.tar.gz"; hash = "{fake}"; }};
}}
''',
    )
    packaging.git("add", "--all")
    found = results(packaging, code=1)
    assert {name: each["verdict"] for name, each in found.items()} == {
        "file": "wrong",
        "tree": "wrong",
        "gone": "open",
    }
    sources = results(packaging, f"{DIRECTORY}/sources.nix#client-go-src", code=1)
    assert (
        found["tree"]["true"] == sources["client-go-src"]["true"]
    )  # an archive without attributes is the same as the checkout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.nix"], "matches no fixed output"),
        ([f"{DIRECTORY}/sources.nix#scr"], "did you mean"),
        (["../x"], "outside this repository"),
        (["--format", "xml"], "text or json"),
        (["--all", "x"], "--all"),
        (["--online", "--offline"], "not allowed with argument"),
    ],
)
def test_contradictory_arguments_are_an_error_in_one_line(
    packaging: Packaging, arguments: list[str], words: str
) -> None:
    """The exit code is 2."""
    said = packaging.authguard("verify", *arguments)
    assert said.code == 2
    assert words in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(("command", "says"), [("verify", b""), ("fix", b"authguard: nothing was written\n")])
def test_an_interrupt_ends_every_git(packaging: Packaging, http: HttpGit, command: str, says: bytes) -> None:
    """Both sources are being fetched from a server that sends no more bytes: after Ctrl-C no git runs."""
    http.stall = 700
    process = subprocess.Popen(
        [REAL, command, "--no-nix", f"{DIRECTORY}/sources.nix"],
        cwd=packaging.path,
        env=packaging.surroundings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        assert http.stalled.wait(600)
        gits = [int(file.read_text()) for file in (packaging.home / ".cache").rglob("running")]
        assert gits
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=600)
    assert (process.returncode, out, err) == (130, b"", says + b"authguard: interrupted\n")
    assert not [git for git in gits if runs(git)]
