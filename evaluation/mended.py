"""Check whether `fix` writes the digest that a public history wrote later.

    python -m evaluation.mended --rows ROWS --repositories DIR --out FILE [--only NAME…] [--go PROXY]
                                [--producer NAME] [--allow HOST…] [--author PATTERN]

ROWS is the folder of a crater walk: its incidents are hashes that did not move with their inputs, until a later
commit moved only the hash. For each, the tree before the mend is checked out without Nix on PATH, and `fix` is run on
that hash. DIR/OWNER+NAME/repo are bare repositories: the incidents' own, and the upstreams that sources are fetched
from, in place of GitHub. npm packages come from the user's own registry, Go modules from the module proxy PROXY (a
directory). FILE gets a line of JSON for each incident; incidents that it already has are skipped. With --author, only
incidents are counted in which an author that matches PATTERN, such as a bot, moved the inputs.

The exit code is 1 if `fix` wrote another digest than the history.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from authguard.digest import BadDigest, parse
from evaluation.crater.later import decide
from evaluation.crater.walk import repositories, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from evaluation.crater.later import Incident

SECONDS = 300
GUARD = Path(sys.executable).with_name("git-authguard")
KEPT = ("npm_config", "http_proxy", "https_proxy", "no_proxy", "ssl_cert", "nix_ssl_cert", "node_extra")
TOOLS = ("git", "sh", "tar", "gzip", "go")


class Machine:
    """A user without Nix: in this home git reads local copies of the upstreams, and PATH has few programs."""

    def __init__(
        self, room: Path, upstreams: dict[str, Path], go_proxy: Path | None, hosts: list[str]
    ) -> None:
        """Make the home and the PATH in a folder."""
        self.room = room
        home, programs = room / "home", room / "bin"
        home.mkdir()
        programs.mkdir()
        for tool in TOOLS:
            found = shutil.which(tool)
            if found is not None:
                (programs / tool).symlink_to(found)
        lines = ["[safe]\n\tdirectory = *\n[user]\n\tname = a\n\temail = a@example.org\n"]
        for name, directory in upstreams.items():
            url = f"https://github.com/{name.replace('+', '/')}"
            lines.append(
                f'[url "{directory.resolve().as_uri()}"]\n\tinsteadOf = {url}.git\n\tinsteadOf = {url}\n'
            )
        lines.append("[authguard]\n" + "".join(f"\thosts = {host}\n" for host in hosts))
        (home / ".gitconfig").write_text("".join(lines))
        npmrc = Path.home() / ".npmrc"
        if npmrc.exists():
            shutil.copy(npmrc, home / ".npmrc")
        kept = {name: value for name, value in os.environ.items() if name.lower().startswith(KEPT)}
        self.env = {
            **kept,
            "HOME": str(home),
            "PATH": str(programs),
            "XDG_CACHE_HOME": str(room / "cache"),
            "GIT_ALLOW_PROTOCOL": "file:https",
            "GOSUMDB": "off",
            "GOPROXY": f"file://{go_proxy.resolve()}" if go_proxy is not None else "off",
        }

    def run(self, words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
        """Run a program of this machine."""
        return subprocess.run(
            words,
            cwd=folder,
            env=self.env,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            check=False,
        )


def incidents(rows: Path, only: list[str] | None) -> Iterator[tuple[str, Incident]]:
    """Yield the name of the repository and each incident with moved inputs and a kept hash."""
    for path in sorted(rows.glob("*.jsonl")):
        name = path.name.removesuffix(".jsonl")
        if only and name not in only:
            continue
        for one in decide([row for row in rows_of(path) if isinstance(row, dict)]).incidents:
            if one.moved:
                yield name, one


def is_by(author: re.Pattern[str], directory: Path, one: Incident) -> bool:
    """Return whether an author with a matching name or email moved the inputs of an incident."""
    commits = [row["commit"] for row in one.movers]
    command = ["git", "-C", str(directory), "show", "--no-patch", "--format=%an <%ae>", *commits]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=True)
    return any(author.search(line) for line in done.stdout.splitlines())


def tried(machine: Machine, directory: Path, one: Incident) -> dict[str, Any]:
    """Return the result of `fix` on an incident: a verdict, and the reason if nothing was written."""
    path, attribute = one.move["path"], one.move["attribute"]
    wanted = next(
        move["digest"]
        for move in one.repair["moves"]
        if (move["path"], move["attribute"]) == (path, attribute)
    )
    clone = machine.room / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    machine.run(["git", "clone", "-q", "--shared", "--no-checkout", str(directory), str(clone)], machine.room)
    before = f"{one.repair['commit']}^"
    done = machine.run(["git", "checkout", "-q", "--detach", before], clone)
    if done.returncode:
        return {"verdict": "not tried", "reason": "its commit is not whole in the copy"}
    selector = f"{path}#{attribute}"
    try:
        said = machine.run([str(GUARD), "fix", "--stage", "--format", "json", selector], clone)
    except subprocess.TimeoutExpired:
        return {"verdict": "not written", "reason": f"it took more than {SECONDS} s"}
    try:
        results = json.loads(said.stdout)["results"]
    except (ValueError, KeyError):
        return {"verdict": "not tried", "reason": said.stderr.strip()[-200:]}
    after = machine.run([str(GUARD), "list", "--format", "json", path], clone)
    try:
        outputs = json.loads(after.stdout)["fixed_outputs"]
    except (ValueError, KeyError):
        outputs = []
    now = {_key(row["digest"]) for row in outputs if row["attribute"] == attribute and row["digest"]}
    if machine.run(["git", "diff", "--cached", "--quiet"], clone).returncode == 0:
        now = {one.move["digest"]}  # nothing was written; a data file has no outputs of its own in the list
    shown = any(row["computed"] and _key(row["computed"]) == wanted for row in results)
    verdict = "later digest" if wanted in now else "kept" if one.move["digest"] in now else "ANOTHER DIGEST"
    verdict = "shown, not written" if verdict == "kept" and shown else verdict
    return {"verdict": verdict, "reason": "; ".join(row["says"] for row in results), "wanted": wanted}


def _key(text: str) -> str:
    """Return a digest in the form of a walk's rows. Without a name, its algorithm is nearly always sha256."""
    try:
        return parse(text).key()
    except BadDigest:
        return parse(text, "sha256").key()


def _author(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def main() -> int:
    """Try all incidents. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="evaluation.mended", description="Mends public incidents.")
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--repositories", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--go", type=Path)
    parser.add_argument("--allow", nargs="*", help="hosts with a private address that may be asked")
    parser.add_argument("--producer", help="only hashes of producers with this in their name")
    parser.add_argument(
        "--author", type=_author, help="only inputs that a matching name or email moved, in any case"
    )
    given = parser.parse_args()
    known = repositories(given.repositories)
    lines = given.out.read_text().splitlines() if given.out.exists() else []
    done = {tuple(row["key"]): row for row in map(json.loads, lines)}
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as room:
        machine = Machine(Path(room), known, given.go, given.allow or [])
        for name, one in incidents(given.rows, given.only):
            if given.producer and given.producer.lower() not in one.move["producer"].lower():
                continue
            if given.author and not is_by(given.author, known[name], one):
                continue
            key = (name, one.repair["commit"], one.move["path"], one.move["attribute"])
            row = done.get(key)
            if row is None:
                row = tried(machine, known[name], one)
                row |= {"key": list(key), "producer": one.move["producer"]}
                with given.out.open("a") as file:
                    file.write(f"{json.dumps(row)}\n")
                print(
                    name, one.repair["commit"][:12], row["verdict"], row["reason"][:160], sep="  ", flush=True
                )
            counts[row["verdict"]] += 1
    for verdict, number in counts.most_common():
        print(f"{number:4} {verdict}")
    return 1 if counts["ANOTHER DIGEST"] else 0


if __name__ == "__main__":
    sys.exit(main())
