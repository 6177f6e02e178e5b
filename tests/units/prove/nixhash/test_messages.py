"""Messages of Nix 2.3 to 2.35 and of Lix are read in every form; output of a builder is not."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authguard.digest import Digest
from authguard.prove.nixhash.messages import LARGEST, MOST, Mismatch, evaluation_error, failures, mismatches

HASH = "0c6kzph7l0dcbfmjap64f0czdafn3b7x"
DRV = f"/nix/store/{HASH}-source.drv"
PATH = f"/nix/store/{HASH}-source"
URL = "https://forge.example.org/mirrors/a.git"
A, B = Digest("sha256", bytes(range(32))), Digest("sha256", bytes(range(32, 64)))
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)


def digests() -> st.SearchStrategy[Digest]:
    """Digests of all the algorithms that a fixed output may have."""
    sizes = {"sha256": 32, "sha512": 64, "sha1": 20, "md5": 16}
    return st.sampled_from(sorted(sizes)).flatmap(
        lambda name: st.binary(min_size=sizes[name], max_size=sizes[name]).map(lambda raw: Digest(name, raw))
    )


def plain(digest: Digest) -> str:
    """The spelling of Nix 2.3, and of downloads in all versions."""
    return f"{digest.algorithm}:{digest.base32()}"


def coloured(text: str) -> str:
    """A path or hash with colours, as on a terminal, and always in Nix's JSON."""
    return f"\x1b[35;1m{text}\x1b[0m"


def nix_2_3(a: Digest, b: Digest) -> str:
    """The message of Nix 2.3 names an output path, and the label of the specified hash is "wanted"."""
    return (
        f"hash mismatch in fixed-output derivation '{PATH}':\n  wanted: {plain(a)}\n  got:    {plain(b)}\n"
        f"error: build of '{DRV}' failed"
    )


def nix_2_4(a: Digest, b: Digest) -> str:
    """The form of 2.4 to 2.35, and of Lix 2.90."""
    return (
        f"error: hash mismatch in fixed-output derivation '{coloured(DRV)}':\n"
        f"         specified: {coloured(a.sri())}\n            got:    {coloured(b.sri())}"
    )


def lix_2_91(a: Digest, b: Digest) -> str:
    """The form of Lix up to 2.93, with a line for the url."""
    return (
        f"error: hash mismatch in fixed-output derivation '{DRV}':\n        likely URL: {URL}\n"
        f"         specified: {a.sri()}\n            got:    {b.sri()}"
    )


def lix_2_94(a: Digest, b: Digest) -> str:
    """Labels on the right, and paths below the hashes."""
    return (
        f"error: hash mismatch in fixed-output derivation '{DRV}':\n           likely URL: {URL} or {URL}\n"
        f"            specified: {a.sri()}\n                  got: {b.sri()}\n"
        f"        expected path: {PATH}\n             got path: {PATH}"
    )


def lix_unknown(a: Digest, b: Digest) -> str:
    """A derivation without a url."""
    return lix_2_91(a, b).replace(URL, "(unknown)")


def remote(a: Digest, b: Digest) -> str:
    """The message of a remote builder, as Nix passes it on."""
    return nix_2_4(a, b).replace("error: ", f"error: build of '{DRV}' on 'ssh-ng://ringtail' failed: ")


def in_json(a: Digest, b: Digest) -> str:
    """The form of `--log-format internal-json`."""
    text = nix_2_4(a, b)
    event = {"action": "msg", "level": 0, "msg": text, "raw_msg": text.removeprefix("error: ")}
    return f"@nix {json.dumps(event)}"


FORMS = {
    nix_2_3: (PATH, ""),
    nix_2_4: (DRV, ""),
    lix_2_91: (DRV, URL),
    lix_2_94: (DRV, f"{URL} or {URL}"),
    lix_unknown: (DRV, ""),
    remote: (DRV, ""),
    in_json: (DRV, ""),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_mismatch_is_read_in_every_form(form: object) -> None:
    """Subject, both hashes and the url are read, with line ends of Windows too."""
    assert callable(form)
    for log in (form(A, B), f"building '{DRV}'...\n{form(A, B)}\n", form(A, B).replace("\n", "\r\n")):
        (found,) = mismatches(log)
        assert (found.kind, found.specified, found.got) == ("derivation", A, B)
        assert (found.subject, found.url) == FORMS[form]


@given(st.lists(st.tuples(st.sampled_from(list(FORMS)), digests(), digests(), WORDS), max_size=6))
def test_several_mismatches_of_one_log_are_read(said: list[tuple[object, Digest, Digest, str]]) -> None:
    """The mismatches follow one another, with other lines between them."""
    log = "".join(f"{form(a, b)}\n> {noise}\nname> {noise}\n" for form, a, b, noise in said)  # type: ignore[operator]
    assert [(one.specified, one.got) for one in mismatches(log)] == [(a, b) for _, a, b, _ in said]


def locked(digest: Digest, **more: str) -> str:
    """An input of a flake as Nix writes it in a message."""
    return json.dumps({"narHash": digest.sri(), **more})


DOWNLOAD_2_4 = f"""\
error:
       … while calling the 'fetchTarball' builtin
         at /x.nix:1:1:

       error: hash mismatch in file downloaded from '{URL}':
         specified: {plain(A)}
         got:       {plain(B)}
"""
DOWNLOAD_2_3 = (
    f"error: hash mismatch in file downloaded from '{URL}':\n  wanted: {plain(A)}\n  got:    {plain(B)}"
)
INPUT = f"error: NAR hash mismatch in input '{URL}'"
FIELD = "error: mismatch in field 'narHash' of input"
LFS = f"error: hash mismatch while fetching {URL}: expected sha256:{A.hex()} but got sha256:{B.hex()}"
TARBALL = {"type": "tarball", "url": URL}


@pytest.mark.parametrize(
    ("log", "kind", "subject", "got"),
    [
        (DOWNLOAD_2_4, "download", URL, B),
        (DOWNLOAD_2_3, "download", URL, B),
        (f"{INPUT} ({PATH}), expected '{A.sri()}', got '{B.sri()}'", "input", URL, B),
        (f"{INPUT}, expected '{A.sri()}' but got '{B.sri()}'", "input", URL, B),
        (f"{INPUT}, expected '{A.sri()}' but got none", "input", URL, None),
        (f"{FIELD} '{locked(A, **TARBALL)}', got '{locked(B, **TARBALL)}'", "input", URL, B),
        (f"{FIELD} '{locked(A, owner='o', repo='r')}', got '{locked(B)}'", "input", "o/r", B),
        (LFS, "lfs", URL, B),
    ],
)
def test_mismatches_of_sources_that_nix_fetches_itself_are_read(
    log: str, kind: str, subject: str, got: Digest | None
) -> None:
    """Nix fetches the sources during an evaluation; the messages have the forms of all versions."""
    (found,) = mismatches(log)
    assert (found.kind, found.subject, found.specified, found.got) == (kind, subject, A, got)


@pytest.mark.parametrize(
    "log",
    [
        "".join(f"       > {line}\n" for line in nix_2_4(A, B).splitlines()),
        "".join(f"source> {line}\n" for line in nix_2_4(A, B).splitlines()),
        f"@nix {json.dumps({'action': 'result', 'type': 101, 'fields': [nix_2_4(A, B)]})}",
        f"error: store path mismatch in (possibly filtered) path added from '{PATH}'",
        f"hash mismatch importing path '{PATH}';\n  specified: {plain(A)}\n  got:       {plain(B)}",
        "error: hash mismatch in fixed-output derivation 'x",
        f"error: NAR hash mismatch in input '{URL}'",
        "error: mismatch in field 'narHash' of input '{', got '}'",
        "error: mismatch in field 'narHash' of input '[]', got '[]'",
        f"error: mismatch in field 'narHash' of input '{'[' * 5000}', got '{'[' * 5000}'",
    ],
)
def test_another_message_is_no_mismatch(log: str) -> None:
    """The message is output of a builder, a damaged path, or half a message."""
    assert mismatches(log) == []


def test_a_cut_message_takes_no_hash_of_the_next_message() -> None:
    """An invalid hash is not used either."""
    cut = (
        f"error: hash mismatch in fixed-output derivation '{DRV}':\n  specified: sha256-xyz\n{nix_2_4(A, B)}"
    )
    first, second = mismatches(cut)
    assert (first.specified, first.got) == (None, None)
    assert (second.specified, second.got) == (A, B)


FAILED, BUILD = f"builder for '{DRV}' failed", f"error: Cannot build '{DRV}'.\n       Reason:"
I_AM = f"is required to build '{DRV}', but I am a 'x86_64-linux' with features {{}}"
SYSTEM = """required system or feature not available
       Required system: 'aarch64-linux' with features {}
       Current system: 'x86_64-linux' with features {kvm}"""
PLATFORM = """platform mismatch
       Required system: 'aarch64-linux'
       Current system: 'x86_64-linux'"""
FEATURES = """missing system features
       Required features: {gpu}
       Available features: {kvm}"""
NAMED = "its output names store paths, which a fixed output may not"
BELOW = "one of its dependencies failed"
ELSEWHERE = "needs aarch64-linux, and the builder is x86_64-linux"
GPU = "needs a builder with other features (features {gpu})"


@pytest.mark.parametrize(
    ("log", "kind", "says"),
    [
        (f"{FAILED} with exit code 1", "builder", "its builder failed with exit code 1"),
        (
            f"error: {FAILED} with exit code 7;\n       last 10 log lines:",
            "builder",
            "its builder failed with exit code 7",
        ),
        (
            f"{FAILED} due to signal 9 (Killed); last 2 log lines:",
            "builder",
            "its builder failed due to signal 9 (Killed)",
        ),
        (f"{BUILD} builder failed with exit code 2.", "builder", "its builder failed with exit code 2"),
        (f"{BUILD} 1 dependency failed.", "dependency", BELOW),
        (f"error: 2 dependencies of derivation '{DRV}' failed to build", "dependency", BELOW),
        (f"error: a 'aarch64-linux' with features {{}} {I_AM}", "system", ELSEWHERE),
        (f"{BUILD} {SYSTEM}", "system", ELSEWHERE),
        (f"{BUILD} {PLATFORM}", "system", ELSEWHERE),
        (f"{BUILD} {FEATURES}", "features", "needs a builder with the features gpu"),
        (f"error: a 'x86_64-linux' with features {{gpu}} {I_AM}", "features", GPU),
        (
            f"{BUILD} local builds are disabled (max-jobs = 0)",
            "other",
            "local builds are disabled (max-jobs = 0)",
        ),
        (
            f"error: fixed-output derivations must not reference store paths: '{DRV}' references 1",
            "references",
            NAMED,
        ),
        (f"error: illegal path references in fixed-output derivation '{DRV}'", "references", NAMED),
        (
            f"error: fixed output derivation '{DRV}' is not allowed to refer to other store paths.",
            "references",
            NAMED,
        ),
        (
            f"error: the fixed-output derivation '{DRV}' must not reference store paths but 1",
            "references",
            NAMED,
        ),
        (
            f"error: {FAILED} to produce output path for output 'out' at 'x'",
            "output",
            "its builder made no output",
        ),
        (
            f"error: building of '{DRV}^out' from .drv file timed out after 3 seconds",
            "timeout",
            "timed out after 3 seconds",
        ),
        (
            f"error: some outputs of '{DRV}' are not valid, so checking is not possible",
            "unchecked",
            "its output is not in the store, so there is nothing to check",
        ),
    ],
)
def test_each_failure_has_its_derivation_and_its_reason(log: str, kind: str, says: str) -> None:
    """The reason is a clause."""
    (found,) = failures(log)
    assert (found.kind, found.subject, found.says) == (kind, DRV, says)
    assert found.needs == ("aarch64-linux" if kind == "system" else found.needs)


TRACE = """\
error:
       … while evaluating a
         at /t/a.nix:1:1:

       error: attribute 'b' missing
       at /t/b.nix:2:3:
"""
OLD = "error: while evaluating the attribute 'a' at /t/a.nix:1:1:\nundefined variable 'x' at /t/a.nix:3:5"


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        ("error: undefined 'x'\n\n       at /a.nix:3:5:\n\n            2| x", "undefined 'x' (at /a.nix:3:5)"),
        (TRACE, "attribute 'b' missing (at /t/b.nix:2:3)"),
        ("error: attribute 'z' in selection path 'z' not found", "attribute 'z' in selection path 'z' not found"),
        (OLD, "undefined variable 'x' at /t/a.nix:3:5"),
        ("error: syntax error, unexpected ';', at /t/a.nix:1:7", "syntax error, unexpected ';', at /t/a.nix:1:7"),
        ("Killed\n", "Killed"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_reason_of_a_failed_evaluation_is_one_line(log: str, expected: str) -> None:
    """The line has the innermost error and its place."""
    assert evaluation_error(log) == expected


SCRAPS = st.sampled_from(
    ["error: ", "hash mismatch in fixed-output derivation '", DRV, "':", "\n", "\n  specified: ", A.sri(), "got: ",
     "@nix ", '{"action":"msg","msg":"', '"}', "\x1b[", "\x1b]", "\x1b[0m", "'", "Cannot build '", "Reason: ", "a '",
     " is required to build ", "builder for '", "build of '", "' failed: ", "NAR hash mismatch in input '", "', got '",
     ", expected '", "' but got '", "mismatch in field 'narHash' of input '", "> ", "\ud800", "\x00",
     " timed out after ", "while evaluating"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(SCRAPS, max_size=40).map("".join)))
def test_any_text_is_read(log: str) -> None:
    """Nothing is raised, and the results have the stated types."""
    assert all(isinstance(one, Mismatch) for one in mismatches(log))
    assert all(one.kind for one in failures(log))
    assert "\n" not in evaluation_error(log)


@pytest.mark.parametrize(
    "piece",
    [
        "error: hash mismatch in fixed-output derivation '",
        "error: hash mismatch in fixed-output derivation 'x':\n",
        "build of '",
        "error: " * 8,
        "\x1b]",
        "\x1b[",
        "@nix {",
        '@nix {"action":"msg","msg":"hash mismatch in x"}\n',
        "[",
        "Cannot build 'x'.\n",
        "mismatch in field 'narHash' of input '{', got '",
        "' of '\n",
    ],
)
def test_a_hostile_log_takes_no_longer_than_another(piece: str) -> None:
    """The end of the log is read once, and a limited number of messages is returned."""
    log = piece * (5 * LARGEST // (4 * len(piece)))
    started = time.process_time()
    assert len(mismatches(log)) <= MOST
    assert len(failures(log)) <= MOST
    evaluation_error(log)
    assert time.process_time() - started < 20
