"""A vendorHash judged by go.mod and go.sum."""

from __future__ import annotations

import pytest

from authguard.locks import compare
from authguard.locks.comparing import LockAnswer
from authguard.locks.gomod import parse, sums

MOD = b"""module example.org/tool

go 1.22

require (
\texample.org/alpha v1.0.0
\texample.org/beta/v2 v2.3.1 // indirect
)

require example.org/gamma v0.1.0
"""
SUM = b"""example.org/alpha v1.0.0 h1:aaaa=
example.org/alpha v1.0.0/go.mod h1:aamm=
example.org/gamma v0.1.0 h1:gggg=
example.org/gamma v0.1.0/go.mod h1:ggmm=
example.org/old v0.9.0/go.mod h1:oooo=
"""


def judged(
    new: bytes = MOD, new_sum: bytes = SUM, old: bytes = MOD, old_sum: bytes = SUM, **options: object
) -> LockAnswer:
    """The answer for one change of go.mod and go.sum."""
    return compare("go", {"go.mod": old, "go.sum": old_sum}, {"go.mod": new, "go.sum": new_sum}, options)


def test_a_direct_requirement_that_moved_is_proof() -> None:
    """The file modules.txt lists the requirement with its version."""
    answer = judged(MOD.replace(b"alpha v1.0.0", b"alpha v1.1.0"))
    assert answer.decision == "moved"
    assert answer.says == "go.mod differs: 1 required module moved (example.org/alpha v1.0.0 → v1.1.0)"
    assert answer.lock == "go.mod"


def test_a_direct_requirement_that_comes_or_goes_is_proof() -> None:
    """A requirement is proof in both directions, and the answer has its name."""
    more = MOD + b"require example.org/delta v1.0.0\n"
    assert "example.org/delta v1.0.0 added" in judged(more).says
    assert judged(more).decision == "moved"
    assert "example.org/delta v1.0.0 removed" in judged(MOD, old=more).says
    assert judged(MOD, old=more).decision == "moved"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"go 1.22\n", b"go 1.23.4\n"),
        (b"go 1.22\n", b"go 1.22\n\ntoolchain go1.24.0\n"),
        (b" // indirect", b""),
        (b"require example.org/gamma v0.1.0", b"require example.org/gamma v0.1.0 // indirect"),
        (b"module", b"// A remark.\nmodule"),
        (b"go 1.22\n", b"go 1.22\nretract v0.0.1\ngodebug panicnil=1\n"),
        (b"require example.org/gamma v0.1.0", b"require (\n\texample.org/gamma v0.1.0\n)"),
        (b"\n", b"\r\n"),
    ],
)
def test_some_lines_have_no_effect_on_vendoring(old: bytes, new: bytes) -> None:
    """A go line, a toolchain, an indirect mark, a comment and the layout are no change."""
    changed = MOD.replace(old, new)
    assert changed != MOD
    assert judged(changed).decision == "same"


def test_an_indirect_requirement_that_moved_is_proof_from_go_1_14_on() -> None:
    """The file modules.txt lists the requirement there; before 1.14, the answer is unknown."""
    changed = MOD.replace(b"v2.3.1", b"v2.3.2")
    assert judged(changed).decision == "moved"
    assert judged(changed, proxyVendor=True).decision == "moved"
    old = MOD.replace(b"go 1.22", b"go 1.13")
    assert judged(old.replace(b"v2.3.1", b"v2.3.2"), old=old).decision == "unknown"


def test_before_go_1_14_only_imported_modules_are_proof() -> None:
    """The modules.txt of an older go lists no requirements."""
    old = MOD.replace(b"go 1.22", b"go 1.13")
    new = old.replace(b"alpha v1.0.0", b"alpha v1.1.0")
    assert judged(new, old=old).decision == "moved"
    assert judged(new, old=old, imports={"example.org/alpha/sub"}).decision == "moved"
    assert judged(new, old=old, imports={"example.org/gamma"}).decision == "unknown"
    assert judged(new, old=old, imports={"example.org/alphabet"}).decision == "unknown"


def test_a_go_line_across_1_17_leaves_the_output_unknown() -> None:
    """From 1.17 on modules.txt has the go line of each module."""
    assert judged(MOD.replace(b"go 1.22", b"go 1.16")).decision == "unknown"
    assert judged(MOD.replace(b"go 1.22", b"go 1.16"), proxyVendor=True).decision == "unknown"
    assert judged(b"module a\ngo 1.16\n", old=b"module a\ngo 1.17\n").decision == "same"


def test_a_replacement_that_moved_is_proof() -> None:
    """The file modules.txt lists every replacement; a module cache has only the replacements of requirements."""
    foreign = MOD + b"replace example.org/none => example.org/else v1.0.0\n"
    assert judged(foreign).decision == "moved"
    assert judged(foreign, proxyVendor=True).decision == "unknown"
    required = MOD + b"replace example.org/alpha => example.org/else v1.0.0\n"
    assert judged(required, proxyVendor=True).decision == "moved"
    versioned = MOD + b"replace example.org/alpha v9.9.9 => example.org/else v1.0.0\n"
    assert judged(versioned, proxyVendor=True).decision == "unknown"


def test_a_module_cache_lacks_a_module_with_a_local_replacement() -> None:
    """A directory replaces the requirement, so its version does not matter."""
    old = MOD + b"replace example.org/alpha => ./alpha\n"
    new = old.replace(b"alpha v1.0.0", b"alpha v1.1.0")
    assert judged(new, old=old, proxyVendor=True).decision == "unknown"
    assert judged(new, old=old).decision == "moved"


@pytest.mark.parametrize(
    "line", [b"exclude example.org/alpha v1.2.0", b"tool example.org/alpha/cmd", b"novel x"]
)
def test_some_directives_leave_the_output_unknown(line: bytes) -> None:
    """These directives prove neither a move nor the same output."""
    assert judged(MOD + line + b"\n").decision == "unknown"


def test_a_change_of_go_sum_alone_proves_nothing() -> None:
    """The file is not copied, and a line may be about a module that go.mod does not require."""
    assert judged(new_sum=SUM.replace(b"old v0.9.0", b"old v0.9.1")).decision == "same"
    assert judged(new_sum=SUM.replace(b"old v0.9.0", b"old v0.9.1"), proxyVendor=True).decision == "same"
    assert (
        "go.sum is not part of the output" in judged(new_sum=SUM + b"example.org/new v1.0.0 h1:nnnn=\n").says
    )


def test_another_checksum_of_one_version_is_a_doubt() -> None:
    """The module changed under its tag, or one of the two go.sum files is wrong. A module cache has the checksum."""
    changed = SUM.replace(b"h1:aaaa=", b"h1:zzzz=")
    assert judged(new_sum=changed).decision == "unknown"
    assert "another checksum" in judged(new_sum=changed).says
    assert judged(new_sum=changed, proxyVendor=True).decision == "moved"


def test_a_go_sum_line_of_a_requirement_that_comes_or_goes_is_a_doubt() -> None:
    """A build that failed may pass now, or the other way round."""
    lost = SUM.replace(b"example.org/gamma v0.1.0 h1:gggg=\n", b"")
    assert judged(new_sum=lost).decision == "unknown"
    assert judged(old_sum=lost).decision == "unknown"
    assert judged(new_sum=lost, proxyVendor=True).decision == "same"


def test_without_go_mod_the_answer_is_unknown() -> None:
    """The file is missing on one or both ends."""
    assert compare("go", {"go.sum": SUM}, {"go.mod": MOD, "go.sum": SUM}, {}).decision == "unknown"
    assert compare("go", {"go.mod": MOD}, {"go.mod": None}, {}).decision == "unknown"
    assert compare("go", {}, {}, {}).decision == "unknown"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (MOD + b"require example.org/x\n", 11),
        (MOD + b"<<<<<<< HEAD\n", 11),
        (MOD + b"replace a b c\n", 11),
        (MOD + b")\n", 11),
        (b"module \xff\n", 1),
        (MOD + b"require (\n", 0),
    ],
)
def test_an_unreadable_go_mod_is_a_problem(text: bytes, line: int) -> None:
    """The answer is unknown, and names the line if the parser knows it."""
    answer = judged(text)
    assert answer.decision == "unknown"
    assert answer.problem is not None
    assert answer.problem.startswith(f"go.mod:{line} " if line else "go.mod cannot")


def test_an_unreadable_go_sum_is_a_problem() -> None:
    """The problem names the file and the line."""
    answer = judged(new_sum=SUM + b"one two\n")
    assert (answer.decision, answer.lock) == ("unknown", "go.sum")
    assert answer.problem is not None
    assert "go.sum:6" in answer.problem


def test_a_go_mod_is_read_in_every_notation() -> None:
    """The file has quotes, blocks in one line, comments after `indirect`, and the module of a package."""
    mod = parse(
        b'module "a.b/c"\ngo 1.21 // why\nrequire ()\nrequire "x.y/z" v1.0.0 // indirect; kept\ntool a.b/t\n'
    )
    assert (mod.module, mod.go, mod.requires) == ("a.b/c", "1.21", {"x.y/z": "v1.0.0"})
    assert mod.indirect == {"x.y/z"}
    assert mod.tools == {"a.b/t"}
    assert mod.owner("x.y/z/deep/er") == "x.y/z"
    assert mod.owner("x.y/zz") is None
    assert mod.owner("a.b/c/inner") is None
    assert sums(b"\n a v1 h1:x=\n")["a", "v1"] == "h1:x="


def test_many_modules_are_reported_shortly() -> None:
    """The message has three names, sorted, and the number of the other modules."""
    old = b"module m\ngo 1.22\n" + b"".join(b"require e.org/m%d v1.0.0\n" % n for n in range(5))
    says = judged(old.replace(b"v1.0.0", b"v1.0.1"), old=old).says
    assert says == (
        "go.mod differs: 5 required modules moved (e.org/m0 v1.0.0 → v1.0.1, "
        "e.org/m1 v1.0.0 → v1.0.1, e.org/m2 v1.0.0 → v1.0.1, …)"
    )
