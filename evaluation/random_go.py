"""Random Go modules, with the module proxy that serves their requirements."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.support.gomodules import publish

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class GoModule:
    """A Go module, and the modules of a proxy that it requires.

    required  (number of the module, its version, a package that is imported, a build tag or "").
    replaced  a module that a directory of the source replaces, None without one; `inner` is the kind of this
              directory: plain, version (only one version is replaced), requires (it requires a module), links (it has
              symbolic links).
    release   the release in the go line.
    style     how go.mod is written: plain, crlf, comments, one block (of all requirements).
    below     the directory of go.mod.
    work      whether a go.work stands above it; `is_off` switches it off.
    lines     further lines of go.mod.
    parts     further parts of the source: a nested module, a directory named vendor, a test.
    fits      whether deleteVendor is set for a source with vendor, and only for such a source.
    proxied   the option proxyVendor.
    """

    required: tuple[tuple[int, str, str, str], ...]
    replaced: int | None
    inner: str
    release: str
    style: str
    below: str
    work: bool
    is_off: bool
    lines: tuple[str, ...]
    parts: tuple[str, ...]
    fits: bool
    proxied: bool

    @property
    def deletes(self) -> bool:
        """The option deleteVendor."""
        return ("vendor" in self.parts) == self.fits

    def written(self, source: Path, proxy: Path) -> str:
        """Write the source and the proxy. Returns the directory of go.mod in the source."""
        shutil.rmtree(proxy, ignore_errors=True)
        module = source / self.below
        (module / "testdata").mkdir(parents=True)
        lines = ["module example.org/app\n", f"go {self.release}\n", *self.lines]
        for number, stated, package, tag in self.required:
            name, version = _name(number), _version(number, stated)
            _publish(proxy, number, version)
            lines.append(f"require {name} {version}\n")
            path = f"{name}/{package}" if package else name
            head = f"//go:build {tag}\n\n" if tag else ""
            (module / f"use{number}.go").write_text(f'{head}package main\n\nimport _ "{path}"\n')
        required = [one[:2] for one in self.required]
        for number, stated in (*((one, "v1.0.0") for one in range(10)), (4, "v1.2.3")):
            if (
                number,
                stated,
            ) not in required:  # what parts of the source import, and the targets of `replace`
                _publish(proxy, number, _version(number, stated))
        _publish_base(proxy)
        if self.replaced is not None:
            lines.append(self._replace(module, self.replaced))
        (module / "main.go").write_text("package main\n\nfunc main() {}\n")
        (module / "testdata" / "t.go").write_text('package t\n\nimport _ "example.org/nowhere"\n')
        (module / "go.mod").write_text("\n".join(lines))
        self._add_parts(module)
        self._tidy(module, proxy, source.parent / "tidy")
        self._style(module / "go.mod")
        if self.work:
            (source / "go.work").write_text(f"go {self.release}\n\nuse ./{self.below}\n")
        return self.below

    def _replace(self, module: Path, number: int) -> str:
        """Write the directory that replaces a module. Returns the line of go.mod."""
        inner = module / "inner"
        inner.mkdir()
        needs = "\nrequire example.org/base v1.1.0\n" if self.inner == "requires" else ""
        (inner / "go.mod").write_text(f"module {_name(number)}\n\ngo 1.18\n{needs}")
        for folder, name in ((".", "m"), ("sub", "sub"), ("other", "other")):
            (inner / folder).mkdir(exist_ok=True)
            uses = 'import _ "example.org/base"\n' if needs and folder == "." else ""
            (inner / folder / "x.go").write_text(f"package {name}\n\n{uses}// inner\n")
        if self.inner == "links":
            (inner / "link.go").symlink_to("x.go")
            (inner / "sub" / "LICENSE").symlink_to("../x.go")
            (inner / "linked").symlink_to("sub")
        stated = [version for one, version, _, _ in self.required if one == number]
        left = f" {_version(number, stated[0])}" if stated and self.inner == "version" else ""
        return f"replace {_name(number)}{left} => ./inner\n"

    def _style(self, file: Path) -> None:
        """Write go.mod in another style; its meaning stays."""
        text = file.read_text()
        if self.style == "crlf":
            text = text.replace("\n", "\r\n")
        elif self.style == "comments":
            text = "// A comment.\n\n" + text.replace("\ngo ", "\n// The release.\ngo ") + "\n// The end.\n"
        elif self.style == "one block":
            found = re.findall(r"(?m)^(?:require |\t)(example\.org/\S+ v\S+)(?: // indirect)?$", text)
            text = re.sub(r"(?ms)^require \(.*?^\)\n|^require [^(\n]*\n", "", text)
            text += "\nrequire (\n" + "".join(f"\t{one} // indirect\n" for one in found) + ")\n"
        file.write_text(text, newline="")

    def _add_parts(self, module: Path) -> None:
        """Write the further parts of the source."""
        texts = {
            "nested": {
                "deep/go.mod": "module example.org/deep\n",
                "deep/x.go": 'package deep\n\nimport _ "example.org/none"\n',
            },
            "vendor": {
                "vendor/modules.txt": "# example.org/old v1.0.0\n",
                "vendor/example.org/old/a.go": "package old\n",
            },
            "inner vendor": {
                "cmd/vendor/example.org/m0/a.go": "package m\n",
                "cmd/x.go": 'package cmd\n\nimport _ "example.org/m0"\n',
            },
            "test": {"x_test.go": 'package main\n\nimport _ "example.org/m0/other"\n'},
            "hidden": {"_h/x.go": 'package h\n\nimport _ "example.org/m1/other"\n', ".h/x.go": "package h\n"},
            "deeper": {
                "p/q/x.go": 'package q\n\nimport (\n\t_ "example.org/m0"\n\t"fmt"\n)\n\nvar _ = fmt.Sprint\n'
            },
            "platform": {"p_windows_arm64.go": 'package main\n\nimport _ "example.org/m4/sub"\n'},
            "outer test": {"o_test.go": 'package main_test\n\nimport _ "example.org/m5/sub"\n'},
            "mark": {"mark.go": '\ufeffpackage main\n\nimport _ "example.org/m2/other"\n'},
            "own embed": {
                "embed.go": 'package main\n\nimport _ "embed"\n\n//go:embed testdata\nvar files string\n'
            },
            "command": {
                "cmd/tool/main.go": 'package main\n\nimport _ "example.org/m1/sub"\n\nfunc main() {}\n'
            },
            "cgo": {"c/c.go": 'package c\n\n// #include "c.h"\nimport "C"\n', "c/c.h": ""},
        }
        for part in self.parts:
            for path, text in texts.get(part, {}).items():
                (module / path).parent.mkdir(parents=True, exist_ok=True)
                (module / path).write_text(text)
        if "links" in self.parts:
            (module / "link.go").symlink_to(f"use{self.required[0][0]}.go")
            (module / "linked").symlink_to("testdata")
            (module / "dangling").symlink_to("nowhere")

    def _tidy(self, module: Path, proxy: Path, home: Path) -> None:
        """Run `go mod tidy`, which writes go.sum and adds the indirect requirements."""
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "GOPATH": str(home / "path"),
            "GOPROXY": f"file://{proxy}",
            "GOSUMDB": "off",
            "GOTOOLCHAIN": "local",
            "GOWORK": "off",
            "GOFLAGS": "-mod=mod -modcacherw",
        }
        subprocess.run(["go", "mod", "tidy"], cwd=module, env=env, check=False, capture_output=True)


def _name(number: int) -> str:
    """Return the path of a module: one has an uppercase letter, and one a major version."""
    return {7: "example.org/Upper/m7", 8: "example.org/m8/v2"}.get(number, f"example.org/m{number}")


def _version(number: int, version: str) -> str:
    """Return the version that a module has in place of a version."""
    return {8: f"v2{version[2:]}", 9: "v3.0.0+incompatible"}.get(number, version)


def _publish(proxy: Path, number: int, version: str) -> None:
    """Publish a version of a module."""
    base = "v1.1.0" if number == 3 else "v1.0.0"
    requires = f"\nrequire example.org/base {base}\n" if number % 2 else ""
    more = _RICH if version.endswith(".2.3") else _PLAIN
    uses = '\nimport _ "example.org/base"\n' if number % 2 and number != 9 else ""
    release = ("1.11", "1.17", "1.18", "1.20", "1.21.0")[number % 5]
    publish(proxy, _name(number), version, requires, f"package m\n{uses}", more, release)


def _publish_base(proxy: Path) -> None:
    """Publish the modules that others require: the newer base requires a further module."""
    publish(proxy, "example.org/root", "v0.1.0", "", "package root\n", {"COPYING": "root\n"}, "1.16")
    publish(proxy, "example.org/base", "v1.0.0", "", "package base\n")
    needs, uses = "\nrequire example.org/root v0.1.0\n", 'package base\n\nimport _ "example.org/root"\n'
    publish(proxy, "example.org/base", "v1.1.0", needs, uses, None, "1.17")


_PLAIN = {"sub/b.go": "package sub\n", "other/c.go": "package other\n", "LICENSE": "mine\n"}
_RICH = {
    **_PLAIN,
    "sub/e.go": 'package sub\n\nimport _ "embed"\n\n//go:embed data all:hidden\nvar Text string\n',
    "sub/data/deep/x.txt": "x\n",
    "sub/hidden/.x": "x\n",
    "sub/b_test.go": 'package sub\n\nimport _ "example.org/base"\n',
    "sub/testdata/x": "x\n",
    "sub/c.c": "int x;\n",
    "sub/c_windows.go": 'package sub\n\nimport "C"\n',
    "sub/PATENTS": "none\n",
    "sub/a_amd64.s": "// assembly\n",
    "sub/a.syso": "x\n",
    "sub/_left.go": "package left\n",
    "sub/.left.go": "package left\n",
    "sub/NOTICE": "mine\n",
    "other/COPYRIGHT.txt": "mine\n",
    "other/gen.go": "//go:build ignore\n\npackage main\n",
    "other/more.go": 'package other\n\nimport _ "embed"\n\n//go:embed *.txt "sp ace"\nvar Text string\n',
    "other/sp ace": "x\n",
    "internal/i.go": "package internal\n",
    "README.md": "read\n",
}
"""The further files of a module: embedded files, tests and C."""
_LINES = (
    "toolchain go1.21.0\n",
    "retract v0.9.0 // broken\n",
    "exclude example.org/m0 v1.2.3\n",
    "replace example.org/m2 => example.org/m3 v1.0.0\n",
    "replace example.org/m4 v1.0.0 => example.org/m4 v1.2.3\n",
    "tool example.org/m1/other\n",
    "godebug default=go1.21\n",
    "godebug (\n\tpanicnil=1\n\thttp2client=0\n)\n",
    "tool (\n\texample.org/m3/sub\n\texample.org/m2\n)\n",
    "retract (\n\t[v0.1.0, v0.2.0] // broken\n\tv1.0.1\n)\n",
    "replace (\n\texample.org/m5 => example.org/m3 v1.0.0\n\texample.org/m6 => example.org/m4 v1.2.3\n)\n",
    "ignore ./testdata\n",
)
_PARTS = (
    *("nested", "vendor", "inner vendor", "test", "hidden", "cgo", "deeper", "platform"),
    *("outer test", "mark", "own embed", "command", "links"),
)
_RELEASES = (
    *("1.11", "1.16", "1.17", "1.18", "1.18", "1.18", "1.21", "1.22.0", "1.23", "1.24.0") * 2,
    "1.99",
)


def go_modules() -> st.SearchStrategy[GoModule]:
    """Return modules with up to five requirements."""
    required = st.tuples(
        st.integers(0, 9),
        st.sampled_from(("v1.0.0", "v1.2.3", "v0.0.0-20240101000000-0123456789ab")),
        st.sampled_from(("", "sub", "other")),
        st.sampled_from(("", "", "windows", "neverset && linux", "ignore")),
    )
    return st.builds(
        GoModule,
        required=st.lists(required, min_size=1, max_size=5, unique_by=lambda one: one[0]).map(tuple),
        replaced=st.one_of(st.none(), st.integers(0, 9)),
        inner=st.sampled_from(("plain", "plain", "version", "requires", "links")),
        release=st.sampled_from(_RELEASES),
        style=st.sampled_from(("plain", "plain", "crlf", "comments", "one block")),
        below=st.sampled_from((".", "cmd", "deep/er")),
        work=st.sampled_from((False, False, False, True)),
        is_off=st.booleans(),
        lines=st.lists(st.sampled_from(_LINES), max_size=2, unique=True).map(tuple),
        parts=st.lists(st.sampled_from(_PARTS), max_size=3, unique=True).map(tuple),
        fits=st.sampled_from((*(True,) * 20, False)),
        proxied=st.sampled_from((False, False, False, True)),
    )
