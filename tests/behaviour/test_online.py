"""`check --online` against a real git server: the answers of mirrors, and the messages where they do not answer."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.packaging import DIRECTORY, REAL, Packaging
from tests.support.repos import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.servers import HttpGit
    from tests.support.upstream import Upstream


@pytest.fixture
def packaging(http: HttpGit, tmp_path: Path) -> Packaging:
    """The packaging of 2026.2.0; its sources are in the upstream of the test."""
    return Packaging(tmp_path / "packaging", http.url)


def findings(packaging: Packaging, *arguments: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the findings of `check` by (code, attribute); those without a fixed output by (code, file)."""
    said = packaging.authguard("check", "--format", "json", *arguments)
    assert said.code in (0, 1, 3), said
    return {
        (each["code"], each["fixed_output"]["attribute"] if each["fixed_output"] else each["path"]): each
        for each in json.loads(said.out)["findings"]
    }


def test_locks_that_moved_upstream_are_proof(packaging: Packaging) -> None:
    """All three locks moved from 2026.2.0 to 2026.2.1: each suspicion is now an error, with its reason."""
    packaging.bump("2026.2.1")
    offline = findings(packaging)
    assert {code for code, _ in offline} == {"AG201", "AG203"}
    found = findings(packaging, "--online")
    assert {code for code, _ in found} == {"AG201", "AG202"}
    stale = [each for (code, _), each in found.items() if code == "AG202"]
    says = {each["path"].rpartition("/")[2]: each["evidence"][0]["says"] for each in stale}
    between = "differs between version/2026.2.0 and version/2026.2.1"
    assert says["python-deps.nix"].startswith(f"uv.lock {between}: ")
    assert "django 5.2.11 → 5.2.12" in says["python-deps.nix"]
    assert says["webui-deps.nix"].startswith(f"web/package-lock.json {between}: ")
    assert "lit 3.3.1 → 3.3.2" in says["webui-deps.nix"]
    assert says["authentik-server.nix"].startswith(f"go.mod {between}: ")
    assert all(each["evidence"][0]["kind"] == "mirror" for each in stale)


def test_one_command_fixes_all_findings_of_a_bump(packaging: Packaging) -> None:
    """The errors of four files have one cause, so they form one group; a narrowed report names its selectors."""
    packaging.bump("2026.2.1")
    said = packaging.authguard("check", "--online")
    assert said.out.count("error[AG202]") == 3
    assert said.out.count("git authguard fix") == 1, said.out
    assert "help for these 5 findings:\n    git authguard fix --stage\n" in said.out
    assert all(len(line) <= 80 or "git authguard" in line for line in said.out.splitlines())
    narrowed = packaging.authguard("check", f"{DIRECTORY}/sources.nix").out
    selectors = [f"'{DIRECTORY}/sources.nix#{name}'" for name in ("src", "client-go-src")]
    assert f"    git authguard fix --stage {' '.join(selectors)}\n" in narrowed


def test_locks_that_did_not_move_upstream_clear_the_suspicion(packaging: Packaging) -> None:
    """No deciding file moved from 2026.2.1 to 2026.2.2: only the sources are stale."""
    packaging.bump("2026.2.1")
    packaging.commit("as it is")
    packaging.bump("2026.2.2", "2026.2.1")
    assert {code for code, _ in findings(packaging)} == {"AG201", "AG203"}
    found = findings(packaging, "--online")
    assert {code for code, _ in found} == {"AG201", "AG401"}


def test_known_answers_of_a_mirror_need_no_network(packaging: Packaging, http: HttpGit) -> None:
    """A second check sends no request, and the verdict is the same."""
    packaging.bump("2026.2.1")
    findings(packaging, "--online")
    asked = len(http.asked)
    assert {code for code, _ in findings(packaging)} == {"AG201", "AG202"}
    assert len(http.asked) == asked


def test_a_missing_tag_is_reported_with_the_nearest_tag(packaging: Packaging) -> None:
    """The client writes its next tag in another way."""
    packaging.bump("2026.2.2")
    found = findings(packaging, "--online")
    missing = found["AG401", "client-go-src"]
    assert "v3.2026.2.2" in missing["message"]
    assert "nearest: v3.2026020.2" in missing["message"]
    assert ("AG401", "src") not in found
    stale = found["AG201", "client-go-src"]  # no command can fetch this hash
    assert (stale["help"], stale["command"]) == (missing["help"], None)
    assert found["AG201", "src"]["command"] is not None


def test_a_tag_that_moved_is_an_error_with_both_commits(packaging: Packaging, upstream: Upstream) -> None:
    """A tag with a proved hash is only reported after it moves."""
    packaging.bump("2026.2.1")
    proved = json.loads(packaging.authguard("verify", "--no-nix", "--format", "json").out)["results"]
    for each in proved:
        if each["verdict"] == "wrong":
            packaging.edit("sources.nix", each["digest"], each["true"])
    assert packaging.authguard("verify", "--no-nix", f"{DIRECTORY}/sources.nix").code == 0
    assert {code for code, _ in findings(packaging, "--online")} == {"AG202"}
    before = upstream.client.oid("v3.2026.2.1^{commit}")
    after = upstream.move_tag("v3.2026.2.1")
    found = findings(packaging, "--online")
    assert {code for code, _ in found} == {"AG202", "AG402"}
    moved = found["AG402", "client-go-src"]
    assert moved["severity"] == "error"
    assert before[:12] in moved["message"]
    assert after[:12] in moved["message"]
    assert "AG402" not in {code for code, _ in findings(packaging, "--offline")}


def test_a_proved_hash_is_no_copy(packaging: Packaging, upstream: Upstream, http: HttpGit) -> None:
    """Two tags of one commit have one hash. A hash that another tag has by mistake is reported at that tag."""
    upstream.client.git("tag", "same", "v3.2026.2.1^{commit}")
    upstream.publish()
    text = '{{ fetchgit }}: fetchgit {{\n  url = "{url}/client-go.git";\n  rev = "{rev}";\n  hash = "{hash}";\n}}\n'
    for name, rev in (("a.nix", "v3.2026.2.1"), ("b.nix", "v3.2026.2.0")):
        packaging.write(name, text.format(url=http.url, rev=rev, hash=""))
    packaging.git("add", "--all")
    assert packaging.authguard("fix", "--stage", "--no-nix", "a.nix", "b.nix").code == 0
    packaging.commit("two sources")
    both = packaging.path / "a.nix", packaging.path / "b.nix"
    both[1].write_text(both[1].read_text().replace("v3.2026.2.0", "same"))
    packaging.git("add", "--all")
    assert packaging.authguard("fix", "--stage", "--no-nix").code == 0
    assert findings(packaging, "--offline") == {}
    assert "AG205" not in {code for code, _ in findings(packaging, "--all", "--offline")}
    both[0].write_text(both[0].read_text().replace("v3.2026.2.1", "v3.2026.2.2"))
    packaging.git("add", "--all")
    assert {each["path"] for each in findings(packaging, "--offline").values()} == {"a.nix"}
    tree = findings(packaging, "--all", "--offline")
    assert [each["path"] for (code, _), each in tree.items() if code == "AG205"] == ["a.nix"]


def test_the_printed_fix_of_a_moved_tag_proves_the_hash_again(
    packaging: Packaging, upstream: Upstream
) -> None:
    """Without --again the earlier proof counts, and `fix` would change nothing."""
    packaging.bump("2026.2.1")
    selector = f"{DIRECTORY}/sources.nix#client-go-src"
    assert packaging.authguard("fix", "--stage", "--no-nix", selector).code == 0
    upstream.move_tag("v3.2026.2.1")
    moved = findings(packaging, "--online", "--all")["AG402", "client-go-src"]
    assert moved["command"] == ["git", "authguard", "fix", "--stage", "--again", selector]
    before = packaging.git("diff", "--cached")
    assert packaging.authguard(*moved["command"][2:]).code == 0
    assert packaging.git("diff", "--cached") != before
    assert ("AG402", "client-go-src") not in findings(packaging, "--online", "--all")


def test_known_answers_count_if_no_host_answers(packaging: Packaging, http: HttpGit) -> None:
    """The mirror still proves that the locks are stale. A line names the host that cannot be asked for tags."""
    packaging.bump("2026.2.1")
    findings(packaging, "--online")
    http.refuse = 503
    said = packaging.authguard("check", "--online", "--format", "short")
    assert said.code == 1
    assert said.out.count("AG202") == 3
    assert "503" in said.err or "127.0.0.1" in said.err, said.err


def test_a_change_of_other_files_sends_no_request(packaging: Packaging, http: HttpGit) -> None:
    """A commit in which no fixed output moved sends no request."""
    packaging.write("README", "x").git("add", "--all")
    assert packaging.authguard("check", "--online") == (0, "", "")
    assert not http.asked


FAILURES = [
    ({"refuse": 429, "retry_after": "120"}, "429|too many|2 min|120 s"),
    ({"refuse": 401}, "denies access"),
    ({"refuse": 404}, "no repository|not found|404"),
    ({"refuse": 500}, "500|failed|broke"),
    ({"cut": 150}, "the connection to http://127.0.0.1"),
    ({"cut": 800}, "the connection to http://127.0.0.1"),
]


@pytest.mark.parametrize(("switches", "words"), FAILURES, ids=lambda value: str(value)[:20])
def test_a_server_that_does_not_answer_is_named_once(
    packaging: Packaging, http: HttpGit, switches: dict[str, Any], words: str
) -> None:
    """The suspects stay suspects, and a second run does not ask the server."""
    for name, value in switches.items():
        setattr(http, name, value)
    packaging.bump("2026.2.1")
    said = packaging.authguard("check", "--online", "--format", "short")
    assert (
        said.code == 1
    )  # the stale sources: their exit code comes before that of a mirror that cannot be reached
    assert said.out.count("AG203") == 3
    lines = said.err.splitlines()
    assert lines
    assert all(line.startswith("authguard: ") for line in lines)
    assert re.search(words, said.err), said.err
    asked = len(http.asked)
    packaging.authguard("check")
    assert len(http.asked) == asked


def test_a_check_stops_waiting_for_a_slow_server(packaging: Packaging, http: HttpGit) -> None:
    """The suspects are reported, with the reason."""
    http.delay = 30
    packaging.bump("2026.2.1")
    shorter = "from authguard.prove import network; network.CHECK_SECONDS = 1.5"
    begun = time.monotonic()
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{shorter}; import authguard.__main__",
            "check",
            "--online",
            "--format",
            "short",
        ],
        cwd=packaging.path,
        env=packaging.surroundings(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert time.monotonic() - begun < http.delay
    assert said.returncode == 1, said
    assert said.stdout.count("AG203") == 3
    assert "there is no time left" in said.stderr or "in time" in said.stderr, said.stderr


def test_a_server_that_does_not_filter_changes_no_verdict(packaging: Packaging, http: HttpGit) -> None:
    """The server sends more than was requested."""
    http.filters = False
    packaging.bump("2026.2.1")
    assert {code for code, _ in findings(packaging, "--online")} == {"AG201", "AG202"}


def test_suspects_without_an_answer_end_with_exit_code_3(packaging: Packaging, http: HttpGit) -> None:
    """There is no error, and a host cannot be asked. Without --online the exit code is 0."""
    packaging.bump("2026.2.1")
    for digest in ("pVQ34cZY", "DwXw/0Qc"):
        packaging.edit("sources.nix", digest, digest[::-1].replace("/", "x"))
    http.refuse = 503
    assert packaging.authguard("check", "--online").code == 3
    assert packaging.authguard("check").code == 0


def test_only_the_mirrors_of_the_base_are_asked(packaging: Packaging, http: HttpGit) -> None:
    """The user allows mirrors: the hosts under [mirrors] are asked, and a host that the change adds is not."""
    packaging.git("config", "authguard.network", "mirrors")
    packaging.write(
        "authguard.toml", f'[mirrors]\nallow = ["{http.host}"]\n[evidence]\nnetwork = "mirrors"\n'
    )
    packaging.git("add", "--all")
    packaging.commit("mirrors")
    packaging.bump("2026.2.1")
    assert "AG202" in {code for code, _ in findings(packaging)}
    asked = len(http.asked)
    assert asked
    packaging.git("reset", "--quiet", "--hard")
    packaging.git("switch", "--quiet", "--create", "stranger", "HEAD~1")
    packaging.write("authguard.toml", f'[mirrors]\nallow = ["{http.host}"]\n[evidence]\nnetwork = "all"\n')
    packaging.bump("2026.2.1")
    packaging.commit("a stranger's word")
    (packaging.home / ".cache").rename(packaging.home / "elsewhere")
    found = findings(packaging, "--base", "HEAD~1", "--head", "HEAD")
    assert "AG203" in {code for code, _ in found}
    assert len(http.asked) == asked


def test_offline_makes_no_mirror(packaging: Packaging) -> None:
    """A missing file is not searched for, and no directory is made for its repository."""
    packaging.bump("2026.2.1")
    packaging.authguard("check")
    packaging.authguard("verify", "--offline")
    assert not (packaging.home / ".cache" / "authguard" / "mirrors").exists()


def test_offline_asks_no_host_whatever_the_config_says(packaging: Packaging, http: HttpGit) -> None:
    """With --online the option is refused."""
    packaging.write("authguard.toml", '[evidence]\nnetwork = "all"\n')
    packaging.bump("2026.2.1")
    findings(packaging, "--offline")
    assert not http.asked
    assert packaging.authguard("check", "--offline", "--online").code == 2


def test_a_pin_that_differs_from_that_of_upstream_is_reported(
    packaging: Packaging, upstream: Upstream
) -> None:
    """uv.lock pins oci-python to a commit too: if the two differ, both are named."""
    lock = (upstream.monorepo.path / "uv.lock").read_text()
    pin = '[[package]]\nname = "opencontainers"\nversion = "0.0.15"\n'
    pin += 'source = {{ git = "https://github.com/vsoch/oci-python?rev=x#{0}" }}\n'
    for version, commit in (("3", "ceb4fcc090851717a3069d78e85ceb1e86c2740c"), ("4", "d" * 40)):
        upstream.monorepo.write("uv.lock", lock + pin.format(commit)).commit(version)
        upstream.monorepo.git("tag", f"version/2026.2.{version}")
    upstream.publish()
    packaging.bump("2026.2.3")
    assert not any(code == "AG101" for code, _ in findings(packaging, "--online"))
    packaging.bump("2026.2.4", "2026.2.3")
    stated = findings(packaging, "--online")["AG101", f"{DIRECTORY}/authentik-django.nix"]
    assert stated["severity"] == "warning"
    assert (
        "opencontainers is pinned to ceb4fcc09085 here, and to dddddddddddd in uv.lock" in stated["message"]
    )
    packaging.commit("2026.2.4, with the old pin")
    place = f"{DIRECTORY}/authentik-django.nix#opencontainers-src"
    said = packaging.authguard("check", "--all", "--online", "--select", "AG101")
    assert "opencontainers is pinned to ceb4fcc09085 here" in said.out
    assert "opencontainers is pinned to" in packaging.authguard("audit", "--online").out
    assert "opencontainers is pinned to" in packaging.authguard("audit").out  # the mirror is here already
    said = packaging.authguard("verify", "--no-nix", f"{DIRECTORY}/python-deps.nix")
    assert f"{place}  pinned to ceb4fcc09085, and to dddddddddddd in uv.lock of version/2026.2.4" in said.out


def test_an_audit_proves_its_suspects(packaging: Packaging) -> None:
    """Offline the dependency hashes are suspects; online their locks are read and the sources are fetched."""
    packaging.bump("2026.2.1")
    packaging.commit("every hash kept")
    stated: dict[str, dict[str, Any]] = {}
    for option in ("--offline", "--online"):
        said = packaging.authguard("audit", "--format", "json", option)
        assert said.code == 1, said
        stated[option] = json.loads(said.out)
    offline, online = stated["--offline"], stated["--online"]
    assert {each["code"] for each in offline["findings"]} == {"AG201", "AG203"}
    assert {each["code"] for each in online["findings"]} == {"AG201", "AG202"}
    assert offline["audit"]["suspect"] > 0
    assert online["audit"]["suspect"] == 0
    fetched = [each for each in online["findings"] if each["code"] == "AG201"]
    assert any(one["kind"] == "native" for each in fetched for one in each["evidence"])


CLIENT_OF = """\
{{ fetchgit }}:
fetchgit {{
  url = "{url}/client-go.git";
  rev = "{tag}";
  hash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
}}
"""


def moved_client(packaging: Packaging, upstream: Upstream, http: HttpGit) -> None:
    """Commit a package with a proved hash, and a bump to a tag with the same tree that keeps the hash."""
    upstream.client.commit("nothing")
    upstream.client.git("tag", "v9.1")
    upstream.client.commit("nothing either")
    upstream.client.git("tag", "v9.2")
    upstream.publish()
    packaging.write("tool.nix", CLIENT_OF.format(url=http.url, tag="v9.1")).commit("tool")
    assert packaging.authguard("fix", "--no-nix", "tool.nix").code == 0
    packaging.commit("its hash")
    text = (packaging.path / "tool.nix").read_text()
    packaging.write("tool.nix", text.replace("v9.1", "v9.2")).commit("the next version")
    shutil.rmtree(packaging.path / ".git/authguard")


def test_a_right_hash_needs_no_earlier_audit(packaging: Packaging, upstream: Upstream, http: HttpGit) -> None:
    """Two tags have one tree, so the kept hash is right: `check` fetches the source, as `audit` does."""
    moved_client(packaging, upstream, http)
    ends = ("--base", "HEAD^", "--head", "HEAD")
    assert [*findings(packaging, *ends)] == [("AG201", "hash")]
    assert packaging.authguard("check", "--online", *ends) == (0, "", "")
    shutil.rmtree(packaging.path / ".git/authguard")
    assert packaging.authguard("audit", "--online", "tool.nix").code == 0
    assert packaging.authguard("check", "--online", *ends) == (0, "", "")


def test_a_source_that_cannot_be_fetched_keeps_its_finding(
    packaging: Packaging, upstream: Upstream, http: HttpGit
) -> None:
    """The host does not answer: the error is the answer."""
    moved_client(packaging, upstream, http)
    shutil.rmtree(packaging.home / ".cache")
    http.refuse = 503
    assert packaging.authguard("check", "--online", "--base", "HEAD^", "--head", "HEAD").code == 1


def test_an_audit_asks_only_about_the_selected_hashes(
    packaging: Packaging, upstream: Upstream, http: HttpGit
) -> None:
    """The other sources of the commit moved too, and their host is not needed for the answer."""
    moved_client(packaging, upstream, http)
    packaging.bump("2026.2.1")
    packaging.commit("every hash kept")
    shutil.rmtree(packaging.home / ".cache")
    before = len(http.asked)
    for selector in ("tool.nix", "tool.nix#hash", "tool.nix:5"):
        said = packaging.authguard("audit", "--online", selector)
        assert (said.code, said.out) == (0, "1 hash: 0 stale, 0 suspect, 0 not resolved\n")
    assert {one.path.split("/")[1] for one in http.asked[before:]} == {"client-go.git"}
    assert packaging.authguard("audit", "--online", "tool.nix#none").code == 2
    assert packaging.authguard("audit", "--online").code == 1


def test_the_recipe_of_the_guide_repairs_each_commit_of_a_rebase(
    packaging: Packaging, upstream: Upstream, http: HttpGit
) -> None:
    """Of three commits, one kept a wrong hash. It is amended, and the others stay as they are."""
    text = CLIENT_OF.format(url=http.url, tag="v3.2026.2.0")
    packaging.write("tool.nix", text).commit("tool")
    assert packaging.authguard("fix", "--no-nix", "tool.nix").code == 0
    packaging.commit("its hash")
    packaging.branch("topic").write("notes", "text").commit("notes")
    text = (packaging.path / "tool.nix").read_text()
    packaging.write("tool.nix", text.replace("v3.2026.2.0", "v3.2026.2.1")).commit("a bump")
    packaging.write("notes", "more").commit("more notes")
    packaging.git("switch", "--quiet", "main")
    packaging.write("other", "text").commit("other")
    packaging.git("switch", "--quiet", "topic")
    guide = (ROOT / "docs/guides/hooks.md").read_text()
    (recipe,) = re.findall(r"```text\n(amend=.*?)```", guide, re.DOTALL)
    env = packaging.surroundings(PATH=f"{REAL.parent}:{os.environ['PATH']}")
    done = subprocess.run(
        ["sh", "-c", recipe], cwd=packaging.path, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done
    assert packaging.git("log", "--format=%s", "main..").split("\n") == ["more notes", "a bump", "notes"]
    assert packaging.git("status", "--porcelain") == ""
    for commit in ("HEAD", "HEAD~1", "HEAD~2"):
        said = packaging.authguard("check", "--base", f"{commit}^", "--head", commit)
        assert (said.code, said.out) == (0, "")
    assert packaging.authguard("verify", "--no-nix", "tool.nix").code == 0


def test_a_proof_of_a_check_decides_about_the_other_hashes_at_once(
    packaging: Packaging, upstream: Upstream, http: HttpGit
) -> None:
    """A second check of the same range, which knows the proof, has the same findings. Also without a store."""
    moved_client(packaging, upstream, http)
    text = (packaging.path / "tool.nix").read_text()
    packaging.write("copy.nix", text.replace("v9.2", "v3.2026.2.0")).commit("a copy of its hash")
    ends = ("--online", "--base", "HEAD~2", "--head", "HEAD")
    plain = findings(packaging, "--no-cache", *ends)
    first = findings(packaging, *ends)
    assert [*first] == [*plain] == [*findings(packaging, *ends)]
    assert [(code, each["path"]) for (code, _), each in first.items()] == [("AG201", "copy.nix")]
