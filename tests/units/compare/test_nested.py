"""Every construct inside every other construct, at any depth, and files that import one another in any way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.collected import A
from tests.units.compare.test_bounded import ROUGH, compare, run

NESTS = [
    ("(", ")"),
    ("[ ", " ]"),
    ("{ a = ", "; }"),
    ("rec { a = ", "; }"),
    ("let a = ", "; in a"),
    ("let a = 1; in ", ""),
    ('"${', '}"'),
    ("''x${", "}''"),
    ("f ", ""),
    ("f (", ")"),
    ("(x: ", ") 1"),
    ("({ a ? ", " }: a) { }"),
    ("{ } // ", ""),
    ("", " // { }"),
    ("[ ] ++ ", ""),
    ('"" + ', ""),
    ("", ".a"),
    ("if a then ", " else b"),
    ("if ", " then 1 else 2"),
    ("with ", "; a"),
    ("assert a; ", ""),
    ("x.mk { hash = ", "; }"),
    ("x.overrideAttrs (o: { src = ", "; })"),
    ("!", ""),
    ("-", ""),
]
FETCH = f'fetchurl {{ url = "x"; hash = "{A}"; }}'


@ROUGH
@given(st.lists(st.sampled_from(NESTS), min_size=1, max_size=4), st.integers(1, 400), st.booleans())
def test_any_construct_may_contain_any_other(nests: list[tuple[str, str]], depth: int, bare: bool) -> None:
    """The innermost part is a fetch, or a name."""
    levels = [nests[level % len(nests)] for level in range(depth)]
    opening = "".join(before for before, _ in levels)
    closing = "".join(after for _, after in reversed(levels))
    run({"x.nix": f"{opening}{'a' if bare else FETCH}{closing}".encode()})


FORMS = [
    "import ./{0}.nix",
    "import ./{0}.nix {{ v = import ./{1}.nix; hash = h; }}",
    "(import ./{0}.nix).a",
    "rec {{ a = b; b = (import ./{0}.nix).b or a; }}",
    "callPackage ./{0}.nix {{ version = v; src = import ./{1}.nix; }}",
    "{{ v, ... }}: import ./{0}.nix {{ v = [ v (import ./{1}.nix {{ inherit v; }}) ]; }}",
    "let s = s // import ./{0}.nix; in s",
    "builtins.readFile ./{0}.nix + builtins.readFile ./{1}.nix",
    'fetchurl {{ url = import ./{0}.nix; hash = "HASH"; }}',
    'with import ./{0}.nix; fetchurl {{ inherit (import ./{1}.nix) url; hash = "HASH"; }}',
    'f: f (fetchurl {{ url = "${{f (import ./{0}.nix)}}"; hash = "HASH"; }})',
]
NAMES = "abcd"


@ROUGH
@given(
    st.lists(
        st.tuples(st.sampled_from(FORMS), st.sampled_from(NAMES), st.sampled_from(NAMES)),
        min_size=4,
        max_size=4,
    )
)
def test_files_may_import_one_another_in_any_way(files: list[tuple[str, str, str]]) -> None:
    """Each of four files refers to any two of the four files, before and after a change of the files."""
    tree = {
        f"{name}.nix": form.format(one, other).replace("HASH", A).encode()
        for name, (form, one, other) in zip(NAMES, files, strict=True)
    }
    compare(tree, {**tree, "a.nix": FETCH.encode()})
    compare({**tree, "a.nix": b"{ url = 1; b = 2; }"}, tree)
