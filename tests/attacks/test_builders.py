"""A hostile builder: it knows the protocol, and says anything at any moment."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import sys
from typing import TYPE_CHECKING

import pytest

from authguard.builder.supervisor import Stream
from authguard.prove.nixhash.frames import Frame
from authguard.prove.nixhash.rounds import Round
from tests.attacks.test_output import OBEYED
from tests.support.repos import Repo
from tests.support.sshd import NEEDS, Sshd

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SSH = r"""
import json, os, re, sys, time
size = int(re.search(r"count=(\d+)", sys.argv[-1]).group(1))
script = b""
while len(script) < size:
    script += os.read(0, size - len(script))
mark = b"\x01" + re.search(rb"nonce=(\w+)", script).group(1)
def out(data): os.write(1, data)
def err(data): os.write(2, data)
def nix(**event): return b"@nix " + json.dumps(event).encode() + b"\n"
def begin(): out(mark + b" begin\n"); err(mark + b" begin\n")
def end(code): out(mark + b" end " + code + b"\n"); err(mark + b" end\n")
path = "/nix/store/" + "a" * 32 + "-x.drv"
drv = b"tree /x\ndrv " + path.encode() + b"\n"
error = "error: unable to download " + "unable to download could " * 150
exec(open(os.environ["SAYS"]).read())
"""
SAYS = {
    "an exit code of 5,000 digits": (3, 'begin(); out(drv); end(b"9" * 5000)'),
    "a negative exit code": (3, 'begin(); out(drv); end(b"-1")'),
    "no exit code": (3, 'begin(); out(drv); end(b"")'),
    "an exit code above 255": (2, 'begin(); out(drv); end(b"256")'),
    "the signal of a crash": (2, 'begin(); out(drv); end(b"139")'),
    "the end of another run": (3, 'out(b"\\x01abc begin\\n\\x01abc end 0\\n")'),
    "an end without a beginning": (3, 'out(mark + b" end 0\\n")'),
    "a beginning after the beginning": (3, 'begin(); begin(); out(drv); end(b"0")'),
    "another end after the end": (1, 'begin(); out(drv); out(mark + b" end 1\\n"); end(b"0")'),
    "nothing was built": (1, 'begin(); end(b"0")'),
    "half a job": (3, "begin(); out(drv)"),
    "half a job, and 255": (3, "begin(); out(drv); sys.exit(255)"),
    "it is killed": (3, "begin(); os.kill(os.getpid(), 9)"),
    "line ends of a terminal": (3, 'out(mark + b" begin\\r\\n"); out(drv); out(mark + b" end 0\\r\\n")'),
    "a long reason": (
        2,
        'begin(); out(mark + b" cannot " + b"x\\x1b[2J" * 9999 + b"\\n"); err(mark + b" end\\n")',
    ),
    "control characters": (2, 'begin(); out(b"lacks \\x1b[31m::error::\\x07\\n"); end(b"127")'),
    "garbage before it begins": (
        1,
        'out(os.urandom(1 << 20)); err(b"\\x1b]0;x\\x07\\n" * 999); begin(); end(b"1")',
    ),
    "deep JSON": (1, 'begin(); err(b"@nix " + b"[" * 200000 + b"\\n"); out(drv); end(b"1")'),
    "large numbers": (
        1,
        'begin(); err(b"@nix {\\"action\\":\\"start\\",\\"id\\":" + b"9" * 5000 + b"}\\n"); end(b"1")',
    ),
    "values of other types": (
        1,
        """begin(); err(nix(action="start", type=105, id=[], fields=[{}], level="x"))
err(nix(action="result", type=105, id={}, fields=[None, -1, "x"]) + nix(action=[], id=None))
err(nix(action="msg", level={}, msg=None) + nix(action="start", level=[], text=[1]) + b"@nix []\\n")
out(drv); end(b"1")""",
    ),
    "messages that take the square of their length to search": (
        1,
        'begin(); out(drv); [err(nix(action="msg", level=0, msg=error)) for _ in range(2000)]; end(b"1")',
    ),
    "lines that look like commands": (
        1,
        """begin(); out(drv); err(nix(action="msg", level=0, msg="error: x\\n::error::x\\n  ::x::\\n##[x] ##vso[x]"))
err(b"::error::x\\n"); end(b"1")""",
    ),
    "commands in the output of a derivation": (
        1,
        """begin(); out(drv); err(nix(action="start", id=1, type=105, fields=[path], level=3, text="x"))
err(nix(action="result", id=1, type=101, fields=["::error::x ##vso[x]"]))
err(nix(action="msg", level=0, msg=f"error: builder for '{path}' failed with exit code 1")); end(b"1")""",
    ),
    "commands in an error of the evaluation": (1, 'begin(); err(b"error: a\\n::error::x\\n"); end(b"1")'),
    "commands before it begins": (3, 'err(b"##vso[task.complete result=Succeeded]\\n"); sys.exit(255)'),
    "commands in the missing program": (2, 'begin(); out(b"lacks ##vso[x]\\n"); end(b"127")'),
    "commands in a reason": (2, 'begin(); out(mark + b" cannot ##vso[x]\\n"); err(mark + b" end\\n")'),
    "thousands of wrong hashes": (
        1,
        """begin(); out(drv); [err(nix(action="msg", level=0, msg=f"error: hash mismatch in fixed-output derivation "
f"'{path}':\\n  specified: sha256-{'A' * 43}=\\n  got: sha256-{'A' * 42}E=")) for _ in range(3000)]; end(b"102")""",
    ),
}
"""The exit code of `git authguard build`, and the program of the builder."""


@pytest.mark.parametrize("name", SAYS)
def test_a_builder_that_lies_gets_no_pass(tmp_path: Path, name: str) -> None:
    """The run has no pass, no internal error, no control character, and no line that a CI system obeys."""
    (tmp_path / "ssh.py").write_text(SSH)
    says = tmp_path / "says.py"
    demand_no_pass(tmp_path / "r", name, f"{sys.executable} -IS {tmp_path}/ssh.py", says)


@pytest.fixture(scope="module")
def lying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sshd, Path]]:
    """Yield an sshd that starts the lying builder, and the file of its program."""
    root = tmp_path_factory.mktemp("lying")
    says = root / "says.py"
    program = SSH.replace("sys.argv[-1]", 'os.environ["SSH_ORIGINAL_COMMAND"]')
    (root / "builder.py").write_text(program.replace('os.environ["SAYS"]', repr(str(says))))
    forced = f"ForceCommand {sys.executable} -IS {root}/builder.py\n"
    with Sshd(root / "s", settings=forced) as made:
        yield made, says


@pytest.mark.needs(*NEEDS)
@pytest.mark.parametrize("name", SAYS)
def test_a_builder_that_lies_over_ssh_gets_no_pass(
    tmp_path: Path, lying: tuple[Sshd, Path], name: str
) -> None:
    """The builder is behind a real sshd."""
    server, says = lying
    demand_no_pass(tmp_path / "r", name, server.command, says)


def demand_no_pass(path: Path, name: str, command: str, says: Path) -> None:
    """Build on a builder, whose program is written to ``says``."""
    code, program = SAYS[name]
    repo = Repo(path)
    gate = '[[gate]]\nname = "g"\npaths = ["**"]\nfile = "a.nix"\nattribute = "x"\nbuilder = "fish"\ntimeout = "30s"\n'
    repo.write("authguard.toml", gate).write("a.nix", "{ x = 1; }\n").commit("one")
    repo.git("config", "authguard.builders", "fish")
    says.write_text(program)
    done = repo.run("authguard", "build", env={"AUTHGUARD_SSH_COMMAND": command, "SAYS": str(says)})
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    assert "internal error" not in said
    assert all(line.isprintable() for line in said.splitlines())
    assert not OBEYED.search(said)
    assert len(done.stdout) < 200_000


@pytest.mark.parametrize("code", ["9" * 5000, "-1", "\u0661" * 5000, "", "x"])
def test_a_result_with_an_unusual_code_is_a_failure(code: str) -> None:
    """The fetcher of a hash has failed."""
    made = Round([("a.nix", None, None)])
    fields = f'[("out","/nix/store/x","r:sha256","{"0" * 64}")],[],[],"s","/bin/sh",[],[("name","x")]'
    made.take(Frame("derivation", "x", f"Derive({fields})".encode()))
    made.take(Frame("result", "x", f"ran {code}".encode()))
    assert made.built["x"].code == 1


def test_an_endless_last_line_is_cut_off() -> None:
    """The line ends the job after some bytes, and the rest of the line is not kept."""
    stream = Stream("word")
    stream.feed(b"\x01word begin\n\x01word end ")
    for _ in range(100):
        stream.feed(b"9" * 65536)
    assert stream.ended is not None
    assert len(stream.ended) <= 200


@pytest.mark.parametrize("kind", ["held", "link", "pipe"])
def test_a_lock_of_another_program_stops_no_build(tmp_path: Path, kind: str) -> None:
    """A lock that is held for ever delays a build by the time limit of its gate; nothing is written through a link."""
    repo = Repo(tmp_path / "r")
    gate = '[[gate]]\nname = "g"\npaths = ["**"]\nfile = "a.nix"\nattribute = "x"\nbuilder = "fish"\ntimeout = "2s"\n'
    repo.write("authguard.toml", gate).write("a.nix", "{ x = 1; }\n").commit("one")
    repo.git("config", "authguard.builders", "fish")
    (tmp_path / "ssh.py").write_text(SSH)
    (tmp_path / "says.py").write_text('begin(); out(drv); end(b"0")')
    env = {
        "AUTHGUARD_SSH_COMMAND": f"{sys.executable} -IS {tmp_path}/ssh.py",
        "SAYS": f"{tmp_path}/says.py",
        "XDG_CACHE_HOME": str(tmp_path / "c"),
    }
    locks = repo.path / ".git" / "authguard" / "locks"
    ((key,),) = passes(repo, env)
    lock = locks / f"gate-{key}.lock"
    lock.unlink(missing_ok=True)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    with lock.open("w") if kind == "held" else victim.open() as file:
        if kind == "held":
            fcntl.flock(file, fcntl.LOCK_EX)
        elif kind == "link":
            lock.symlink_to(victim)
        else:
            os.mkfifo(lock)
        done = repo.run("authguard", "build", "--again", env=env)
    assert done.returncode == 0, done.stderr
    assert victim.read_text() == "precious"


def passes(repo: Repo, env: dict[str, str]) -> list[tuple[str]]:
    """Build once, and return the keys of the remembered passes."""
    assert repo.run("authguard", "build", env=env).returncode == 0
    (file,) = (repo.path / ".git" / "authguard").glob("gate-*.sqlite")
    with sqlite3.connect(file) as db:
        found = db.execute("SELECT key FROM pass").fetchall()
    db.close()
    return found
