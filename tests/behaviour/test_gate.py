"""git authguard build, on a real builder: every outcome with its exit code and its message."""

from __future__ import annotations

import os
import pty
import re
import shlex
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.gated import GATE, Gated
from tests.support.nix import Nix
from tests.support.sshd import NEEDS, SHELLS, Sshd

if TYPE_CHECKING:
    pass

pytestmark = pytest.mark.needs(*NEEDS, "nix-build")


def test_a_build_that_passes_is_skipped_the_second_time(gated: Gated) -> None:
    """The log of the build is shown, and only the user can read its file."""
    first = gated.authguard("build")
    assert first.code == 0
    oid = gated.oid("HEAD")[:12]
    assert first.out == ""
    assert f"authguard: gate pkg: building good of {oid} on fish\n" in first.err
    assert "good> building the good one\n" in first.err
    assert re.search(
        rf"^authguard: gate pkg: good of {oid} is built on fish \(\d+\.\ds\)$", first.err, re.MULTILINE
    )
    (log,) = gated.logs()
    assert "good> building the good one\n" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600
    again = gated.authguard("build", env={"AUTHGUARD_SSH_COMMAND": "false"})
    assert again.code == 0
    assert re.fullmatch(rf"authguard: gate pkg: good of {oid} was built \d+\.\ds ago\n", again.err)
    quiet = gated.authguard("build", "-q", "--again")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_the_commit_is_built(gated: Gated, server: Sshd) -> None:
    """Neither the work tree nor the index is built. With --rev, that revision is built."""
    gated.write("pkg/data.txt", "of the index").stage()
    gated.write("pkg/data.txt", "of the work tree")
    assert gated.authguard("build").code == 0
    outputs = {path.read_text() for path in Path(store(server)).glob("*-good")}
    assert any("data" in text for text in outputs)
    assert not any("of the" in text for text in outputs)
    second = gated.commit("second")
    assert gated.authguard("build", "--rev", "HEAD~1").err.count("was built") == 1
    assert f"of {second[:12]} is built" in gated.authguard("build", "--rev", "main").err


def store(server: Sshd) -> str:
    """The directory of the builder's store."""
    return str(server.root.parent / "nix" / "store")


def test_a_build_that_fails_ends_with_1_and_its_last_lines(gated: Gated) -> None:
    """The report names the derivation, and the command that shows the complete log."""
    said = gated.authguard("build", "-A", "bad")
    assert said.code == 1
    head, *lines = said.out.splitlines()
    assert head == f"authguard: gate pkg: bad of {gated.oid('HEAD')[:12]} failed on fish"
    assert lines[0] == "    bad: its builder failed with exit code 3"
    assert lines[1:26] == [
        *(f"        > line {number}" for number in range(7, 31)),
        "        > it went wrong",
    ]
    command = re.fullmatch(r"        its full log: ssh fish (nix-store --read-log \S+-bad\.drv)", lines[26])
    assert command is not None
    assert lines[27] == f"    the full log: {gated.logs()[-1].relative_to(gated.path)}"
    assert "bad> line 1\n" in gated.logs()[-1].read_text()
    assert gated.authguard("build", "-A", "bad").code == 1  # a failure is not remembered


def test_a_hash_of_other_content_is_reported_with_its_fix(gated: Gated) -> None:
    """The fix works for a file outside of the gate's paths too."""
    said = gated.authguard("build", "-A", "fetched")
    assert said.code == 1
    assert "depends on a hash that does not match its content\n" in said.out
    found = re.search(
        r"    lib/words\.nix:5#hash is sha256-[\w+/]{43}=\n"
        r"      the fetched content has (sha256-[\w+/]{43}=)\n"
        r"      help: git authguard (fix -f pkg/test-build\.nix -A fetched --builder fish 'lib/words\.nix#hash')\n",
        said.out,
    )
    assert found is not None, said.out
    assert gated.authguard(*shlex.split(found[2])).code == 0
    assert found[1] in (gated.path / "lib" / "words.nix").read_text()


def test_a_warm_store_hides_no_stale_hash_from_a_gate(gated: Gated, server: Sshd) -> None:
    """Nix finds the old output, and passes. The gate fetches again and names the true hash, which `fix` writes."""
    gate = (
        GATE.format(builder="fish").replace('"good"', '"fetched"').replace('"pkg/**"', '"pkg/**", "lib/**"')
    )
    gated.write("authguard.toml", gate)
    gated.commit("gate")
    assert gated.authguard("fix", "lib/words.nix#hash").code == 0
    gated.commit("the true hash")
    assert gated.authguard("build").code == 0
    gated.git("update-ref", "refs/remotes/origin/main", "HEAD")
    words = gated.path / "lib" / "words.nix"
    before = words.read_text()
    words.write_text(before.replace('version = "1"', 'version = "2"'))
    gated.commit("a bump that forgot the hash")
    raw = f"{server.command} fish nix-build --no-out-link {gated.path}/pkg/test-build.nix -A fetched"
    assert subprocess.run(raw.split(), check=False, capture_output=True).returncode == 0
    said = gated.authguard("build")
    assert said.code == 1
    assert "depends on a hash that does not match its content\n" in said.out
    assert "help: git authguard fix 'lib/words.nix#hash'\n" in said.out
    true = re.search(r"the fetched content has (\S+)\n", said.out)
    assert true is not None
    assert true[1] not in before
    assert gated.authguard("fix", "lib/words.nix#hash").code == 0
    assert true[1] in words.read_text()
    gated.commit("mended")
    assert gated.authguard("build").code == 0


def test_outputs_that_cannot_be_fetched_again_are_named(gated: Gated, tmp_path: Path, server: Sshd) -> None:
    """The mirror is gone, and the store has the old output: that is neither a pass nor a failed build."""
    mirror = tmp_path / "mirror"
    mirror.write_text("content\n")
    gate = (
        GATE.format(builder="fish").replace('"good"', '"fetched"').replace('"pkg/**"', '"pkg/**", "lib/**"')
    )
    package = gated.path / "pkg" / "test-build.nix"
    fetcher = f"read -r word < {mirror}; echo $word ${{words.version}} > $out"
    package.write_text(package.read_text().replace("echo ${words.version} > $out", fetcher))
    gated.write("authguard.toml", gate)
    gated.commit("gate")
    assert gated.authguard("fix", "lib/words.nix#hash").code == 0
    gated.commit("the true hash")
    assert gated.authguard("build").code == 0
    gated.git("update-ref", "refs/remotes/origin/main", "HEAD")
    words = gated.path / "lib" / "words.nix"
    words.write_text(words.read_text().replace('version = "1"', 'version = "2"'))
    gated.commit("a bump that forgot the hash")
    mirror.unlink()
    raw = f"{server.command} fish nix-build --no-out-link {package} -A fetched"
    assert subprocess.run(raw.split(), check=False, capture_output=True).returncode == 0
    said = gated.authguard("build")
    assert (said.code, said.out) == (3, "")
    assert re.search(
        r"gate pkg: some outputs could not be fetched again on fish: lib/words\.nix#hash: .*cannot open .*mirror",
        said.err,
    )


FLAKE_LOCK = """\
{
  "nodes": {
    "lib": {
      "locked": {
        "narHash": "sha256-%s=",
        "owner": "acme",
        "repo": "lib",
        "rev": "%s",
        "type": "github"
      },
      "original": { "owner": "acme", "repo": "lib", "type": "github" }
    },
    "root": { "inputs": { "lib": "lib" } }
  },
  "root": "root",
  "version": 7
}
"""


def test_a_moved_hash_outside_of_the_files_of_a_gate_stops_no_build(gated: Gated) -> None:
    """The gate is in a directory, and flake.lock at the root is not sent to the builder."""
    gated.write("flake.lock", FLAKE_LOCK % (43 * "A", 40 * "1")).commit("an input")
    gated.git("update-ref", "refs/remotes/origin/main", "HEAD")
    gated.write("flake.lock", FLAKE_LOCK % (42 * "A" + "E", 40 * "2")).write("pkg/data.txt", "newer")
    gated.commit("a newer input and newer data")
    said = gated.authguard("build")
    assert (said.code, said.out) == (0, ""), said
    assert "gate pkg: good of " in said.err
    verified = gated.authguard("verify", "flake.lock", "-f", "pkg/test-build.nix", "-A", "good", "--offline")
    assert "does not exist" not in verified.out + verified.err


def test_an_evaluation_that_fails_shows_the_words_of_nix(gated: Gated) -> None:
    """The places are in the repository, and the exit code is 1."""
    said = gated.authguard("build", "-A", "thrown")
    assert said.code == 1
    assert "does not evaluate on fish\n" in said.out
    assert "at pkg/test-build.nix:" in said.out
    assert "error: this part is not ready" in said.out


def test_a_build_of_a_missing_attribute_ends_with_exit_code_2(gated: Gated) -> None:
    """There is nothing to build."""
    said = gated.authguard("build", "-A", "missing.part")
    assert (said.code, said.out) == (2, "")
    assert "authguard: gate pkg: there is no attribute missing.part in pkg/test-build.nix: " in said.err


def test_a_source_that_needs_a_clone_is_explained(gated: Gated) -> None:
    """The message says that the builder has no clone."""
    said = gated.authguard("build", "-A", "git")
    assert said.code == 1
    assert "only the files of the commit are sent, without .git" in said.out


def test_a_file_that_was_not_sent_is_named(gated: Gated) -> None:
    """No literal leads to this file."""
    said = gated.authguard("build", "-A", "far")
    assert said.code == 1
    assert "    other/far.nix is in the commit, but was not sent" in said.out


def test_escape_sequences_of_a_builder_are_removed(gated: Gated) -> None:
    """The terminal, the report and the log get only text."""
    said = gated.authguard("build", "-A", "escapes")
    assert said.code == 1
    for text in (said.out, said.err, gated.logs()[-1].read_text()):
        assert re.search(r"> (written|.*red .* bell \\x07 over)", text), text
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_a_build_ends_with_exit_code_2_if_its_builder_has_no_nix(tmp_path: Path) -> None:
    """The message names the missing tool."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for directory in ("/usr/bin", "/bin"):
        for tool in Path(directory).iterdir():
            if not tool.name.startswith("nix") and not (tools / tool.name).exists():
                (tools / tool.name).symlink_to(tool)
    hide = 'for d in /nix/var /run/current-system; do [ ! -e "$d" ] || mount -t tmpfs none "$d"; done\n'
    with Sshd(tmp_path / "s", {"PATH": str(tools), "HOME": str(tmp_path)}, inside=hide) as server:
        said = Gated(tmp_path / "r", server, "bash").authguard("build")
    assert (said.code, said.out) == (2, "")
    assert "there is no nix-instantiate on bash: install Nix there, or name another builder\n" in said.err


def test_a_full_store_is_no_failed_build(tmp_path: Path) -> None:
    """The message has the error of Nix, and the exit code is 2."""
    nix = Nix(tmp_path / "nix")
    inside = f"mkdir -p {tmp_path}/nix/store && mount -t tmpfs -o size=16k none {tmp_path}/nix/store\n"
    with Sshd(tmp_path / "s", nix.environment, inside=inside) as server:
        gated = Gated(tmp_path / "r", server)
        gated.write("pkg/data.txt", "x" * 100_000)
        gated.commit("large")
        said = gated.authguard("build")
    assert (said.code, said.out) == (2, "")
    assert re.search(r"gate pkg: there is no space left on fish: .*No space left on device", said.err)


def test_a_read_only_store_is_no_failed_build(tmp_path: Path) -> None:
    """The message has the error of Nix, and the exit code is 2."""
    nix = Nix(tmp_path / "nix")
    inside = f"mkdir -p {tmp_path}/nix/store && mount -t tmpfs -o ro none {tmp_path}/nix/store\n"
    with Sshd(tmp_path / "s", nix.environment, inside=inside) as server:
        said = Gated(tmp_path / "r", server).authguard("build")
    assert (said.code, said.out) == (2, "")
    assert re.search(r"gate pkg: Nix cannot be used on fish: .*(Read-only|denied)", said.err)


def test_a_gate_that_takes_too_long_is_stopped(gated: Gated) -> None:
    """The gate counts as a failed build."""
    config = GATE.format(builder="fish").replace("good", "slow")
    for limit in ("3s", "12s", "48s"):  # a busy machine starts the build later
        gated.write("authguard.toml", f'{config}timeout = "{limit}"\n').commit("slow")
        said = gated.authguard("build")
        if "> waiting" in said.out:
            break
    assert said.code == 1
    assert (
        f"was not built on fish within {limit.replace('3s', '3.0s')}, and was stopped\n"
        "    slow was being built\n        > waiting\n" in said.out
    )


def test_without_a_builder_nix_builds_here(
    tmp_path: Path, server: Sshd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build has the same limits, and the same report."""
    nix = Nix(tmp_path / "nix")
    gated = Gated(tmp_path / "r", None, config=GATE.format(builder="x").replace('builder = "x"\n', ""))
    gated.more.update({**nix.environment, "PATH": os.environ["PATH"], "TMPDIR": str(tmp_path / "tmp")})
    (tmp_path / "tmp").mkdir()
    said = gated.authguard("build")
    assert said.code == 0, said
    assert "good of " in said.err
    assert " is built here (" in said.err
    assert gated.authguard("build", "-A", "bad").out.count("failed here") == 1
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_directory_that_no_gate_names_can_be_built(gated: Gated) -> None:
    """The user's builder builds its test-build.nix or, without this file, its default.nix."""
    gated.write("tools/default.nix", "(import ../pkg/test-build.nix).good\n")
    gated.commit("tools")
    said = gated.authguard("build", "tools", "--builder", "bash")
    assert said.code == 0
    assert "build tools: tools/default.nix of " in said.err
    missing = gated.authguard("build", "lib")
    assert missing.code == 2
    assert "has neither test-build.nix nor default.nix in lib" in missing.err


def test_a_misspelt_directory_is_not_built(gated: Gated) -> None:
    """The paths of a gate may match each directory."""
    gated.write("authguard.toml", GATE.format(builder="x").replace("pkg/**", "**")).commit("all")
    said = gated.authguard("build", "pgk")
    assert said.code == 2
    assert "'pgk' is no file of " in said.err
    assert "did you mean pkg?" in said.err


def test_a_gate_builds_in_a_store_over_ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nix evaluates on this machine and builds in the store that the config names."""
    here, there = Nix(tmp_path / "here"), Nix(tmp_path / "there")
    shared = {name: value for name, value in there.environment.items() if name == "NIX_STORE_DIR"}
    with Sshd(tmp_path / "s", {**there.environment, "PATH": os.environ["PATH"]}) as server:
        config = GATE.format(builder="x").replace('builder = "x"', 'store = "ssh-ng://fish"')
        gated = Gated(tmp_path / "r", None, config=config)
        # Both stores have one directory, as with /nix/store; each database lists its content.
        gated.more.update({**here.environment, **shared, "PATH": os.environ["PATH"]})
        gated.more["NIX_SSHOPTS"] = f"-F {server.root}/ssh_config"
        refused = gated.authguard("build")
        assert refused.code == 2
        assert "git config --add authguard.builders ssh-ng://fish" in refused.err
        gated.git("config", "authguard.builders", "ssh-ng://fish")
        said = gated.authguard("build")
        assert said.code == 0, said
        assert " is built in ssh-ng://fish (" in said.err
        gated.more["NIX_SSHOPTS"] += " -p 1"
        lost = gated.authguard("build", "--again")
    assert lost.code == 3, lost
    assert "ssh-ng://fish cannot be reached" in lost.err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_ended_leaves_no_file_or_process(gated: Gated, server: Sshd, number: int) -> None:
    """After an interrupt the exit code is 130. The next build can run."""
    with gated.started("build", "-A", "slow") as process:
        until = time.monotonic() + 600
        while not any("nix-build-slow" in str(path) for path in server.temporary.iterdir()):
            assert time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(number)
        _, err = process.communicate(timeout=600)
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    if number == signal.SIGINT:
        assert err.endswith(b"authguard: interrupted\n")
    assert server.is_clean() == []
    assert gated.authguard("build").code == 0


@pytest.mark.parametrize("shell", SHELLS)
def test_the_gate_works_with_every_login_shell(gated: Gated, shell: str) -> None:
    """The shell is that of the user on the builder."""
    gated.write("pkg/data.txt", shell)
    gated.commit(shell)
    assert gated.authguard("build", "--builder", shell).code == 0


def test_a_terminal_shows_the_build_and_its_time(gated: Gated) -> None:
    """The last line shows them, and is removed at the end."""
    primary, secondary = pty.openpty()
    environment = gated.environment(TERM="xterm")
    gated.write(
        "pkg/test-build.nix",
        (gated.path / "pkg" / "test-build.nix").read_text().replace("sleep 1000", "sleep 1; echo > $out"),
    )
    gated.commit("quick")
    process = subprocess.Popen(
        ["git-authguard", "build", "-A", "slow"],
        cwd=gated.path,
        env=environment,
        stderr=secondary,
        stdout=secondary,
    )
    os.close(secondary)
    seen = b""
    while True:
        try:
            data = os.read(primary, 4096)
        except OSError:
            break
        if not data:
            break
        seen += data
    assert process.wait() == 0
    os.close(primary)
    text = seen.decode()
    assert re.search(r"pkg on fish [\d.m ]+s  (0/1  )?slow \([\d.m ]+s\)", text), text
    assert (
        text.splitlines()[-1].startswith("\x1b[Kauthguard: gate pkg: slow of")
        or "\x1b[K" in text.splitlines()[-2]
    )
