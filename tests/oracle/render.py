"""Writes the files of a tree, in the idiom of each package's style."""

from __future__ import annotations

import json
import posixpath
from typing import TYPE_CHECKING

from tests.oracle.callforms import CallForms
from tests.oracle.expressions import COMMENTS
from tests.oracle.model import Package, Tree

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATA = {"json": ".json", "toml": ".toml", "nix": "-pin.nix"}


def render(tree: Tree) -> dict[str, bytes]:
    """Return the files of a tree by their paths; default.nix is a function of the package set."""
    files: dict[str, str] = {}
    entries = []
    for package in tree.packages:
        writer = Writer(package, files)
        entries.append(f"{comment(package, 0)}  {package.key} = {writer.entry()};\n")
    body = "{\n" + "".join(entries) + "}\n"
    if tree.root == "overlay":
        files["overlay.nix"] = f"pkgs: super:\n{body}"
        files["default.nix"] = "{ pkgs }:\nimport ./overlay.nix pkgs pkgs\n"
    elif tree.root == "inherit":
        short = body.replace("pkgs.callPackage ./", "callPackage ./")
        files["default.nix"] = f"{{ pkgs }}:\nlet\n  inherit (pkgs) callPackage;\nin\n{short}"
    elif tree.root == "rec":
        files["default.nix"] = f"{{ pkgs ? import <nixpkgs> {{ }} }}:\nrec {body}"
    else:
        files["default.nix"] = f"{{ pkgs }}:\n{body}"
    return {**{path: text.encode() for path, text in files.items()}, **tree.files}


def comment(package: Package, place: int) -> str:
    """Return a comment for a place of a package that may have one."""
    noise = package.style.noise
    return f"  {COMMENTS[(noise + place) % len(COMMENTS)]}\n" if noise and (noise + place) % 3 == 0 else ""


class Writer(CallForms):
    """Writes one package: its entry in default.nix, and its own files."""

    def entry(self) -> str:
        """Return the lines of default.nix for the package, and write its files."""
        body = self.set_of_package()
        lets = self.let_block()
        withs = "".join(
            f"with {{ {' '.join(f'{name} = {text};' for name, text in members.items())} }};\n"
            for home, members in self.sets.items()
            if home == "with"
        )
        if self.style.layout == "inline":
            return f"({self.around(lets + withs + body)})"
        if self.path == "default.nix":
            return f"({self.around(self.called(lets + withs + body))})"
        return self.own_file(lets + withs + body)

    def around(self, text: str) -> str:
        """Return an expression with the names of the package set in scope, for a scope with ``pkgs``."""
        if self.style.reach == "with":
            return f"with pkgs;\n{text}"
        if self.style.reach in ("formals", "inherit") and self.heads:
            return f"let\n  inherit (pkgs) {' '.join(sorted(self.heads))};\nin\n{text}"
        return text

    def called(self, text: str) -> str:
        """Return the call of a function with the body ``text``, and the function itself."""
        stated = ", ".join(
            name if default is None else f"{name} ? {default}" for name, default in self.formals.items()
        )
        function = f"{{ {stated} }}:\n{text}"
        given = f"{{ {' '.join(f'{name} = {value};' for name, value in self.handed.items())} }}"
        if self.style.layout == "mapped":
            return f"(builtins.mapAttrs (only:\n{function}) {{ only = {given}; }}).only"
        if self.style.layout == "table":
            table = f"build = name:\n{function};\n  table.only = {given};"
            return f"(let\n  {table}\nin\nbuiltins.mapAttrs build table).only"
        if self.style.layout == "listed":
            return f"builtins.head (map ({function}) [ {given} ])"
        if self.style.layout == "make":
            return f"let\n  make = {function};\nin\nmake {given}"
        return f"({function}) {given}"

    def own_file(self, text: str) -> str:
        """Write the file of the package, and return the call of it."""
        formals = dict(self.formals)
        if self.style.reach == "formals":
            for head in sorted(self.heads):
                formals.setdefault(head, None)
        else:
            formals["pkgs"] = None
            text = self.around(text)
        if self.style.layout == "overridden":
            formals.update(dict.fromkeys(self.handed, "null"))
        stated = ",\n  ".join(
            name if default is None else f"{name} ? {default}" for name, default in formals.items()
        )
        dots = ",\n  ..." if self.style.noise % 2 else ""
        complete = f"{{\n  {stated}{dots}\n}}:\n{comment(self.package, 1)}{text}\n"
        if self.style.layout == "shared":
            alike = (
                path for path, other in self.files.items() if path.startswith("shared/") and other == complete
            )
            self.path = next(alike, self.path)
        self.files[self.path] = complete
        given = "".join(f" {name} = {value};" for name, value in self.handed.items())
        target = "./" + (self.folder if self.style.layout == "folder" else self.path)
        if self.style.layout == "overridden" and given:
            return f"(pkgs.callPackage {target} {{ }}).override {{{given} }}"
        if self.style.layout == "scoped":
            return f"pkgs.lib.callPackageWith (pkgs // {{ inherit pkgs;{given} }}) {target} {{ }}"
        if self.style.layout == "makescope":
            inner = f"{{{given} it = self.callPackage {target} {{ }}; }}"
            return f"(pkgs.lib.makeScope pkgs.newScope (self: {inner})).it"
        if self.style.layout == "overlaid":
            bound = (
                f"given = {{{given} it = callPackage {target} {{ }}; }}; callPackage = pkgs.newScope given;"
            )
            return f"(let {bound} in given).it"
        if self.style.layout != "import":
            return f"pkgs.callPackage {target} {{{given} }}"
        if self.style.reach != "formals":
            return f"import {target} {{ inherit pkgs;{given} }}"
        needed = " ".join(sorted(self.heads))
        inherited = f" inherit (pkgs) {needed};" if needed else ""
        return f"import {target} {{{inherited}{given} }}"

    def let_block(self) -> str:
        """Return the `let … in` with the bindings around the package's set."""
        lines = list(self.bindings)
        for home, stated in self.data.items():
            lines.append(f"{self.data_name(home)} = {self.data_file(home, stated)};")
        if self.sources:
            lines.append(f"{self.source_name()} = {self.source_file()};")
        for home, members in self.sets.items():
            if home != "with":
                inner = " ".join(f"{name} = {text};" for name, text in members.items())
                lines.append(f"info{self.style.suffix} = {{ {inner} }};")
        for holder, names in self.inherits.items():
            lines.append(f"inherit ({holder}) {' '.join(names)};")
        if self.style.noise % 2:
            lines.reverse()
        return "let\n" + "".join(f"  {line}\n" for line in lines) + "in\n" if lines else ""

    def data_file(self, home: str, members: Mapping[str, object]) -> str:
        """Write a data file, and return the expression that reads it."""
        name = f"{self.package.key}{_DATA[home]}"
        path = posixpath.join(self.folder, name)
        if home == "json":
            self.files[path] = json.dumps(members, indent=2) + "\n"
            by_lib = self.style.noise % 2 == 0
            return f"{self.head('lib')}.importJSON ./{name}" if by_lib else self.decoded("JSON", name)
        if home == "toml":
            lines = [f"{json.dumps(key)} = {json.dumps(value)}\n" for key, value in members.items()]
            self.files[path] = "".join(lines)
            return self.decoded("TOML", name)
        inner = "".join(f"  {key} = {json.dumps(value)};\n" for key, value in members.items())
        self.files[path] = f"{{\n{inner}}}\n"
        return f"import ./{name}"

    @staticmethod
    def decoded(kind: str, name: str) -> str:
        """Return the expression that decodes a file with builtins."""
        return f"builtins.from{kind} (builtins.readFile ./{name})"

    def source_file(self) -> str:
        """Write the file of the sources: a function of fetchers to a recursive set."""
        name = f"{self.package.key}-sources.nix"
        inner = "".join(f"  {key} = {text};\n" for key, text in self.sources.items())
        heads = sorted(self.source_heads)
        formals = ", ".join(heads) if heads else "..."
        self.files[posixpath.join(self.folder, name)] = f"{{ {formals} }}:\nrec {{\n{inner}}}\n"
        given = " ".join(f"{head} = {self.head(head)};" for head in heads)
        if self.style.noise % 2 and self.style.reach == "pkgs":
            return f"pkgs.callPackage ./{name} {{ }}"
        return f"import ./{name} {{ {given} }}"

    def set_of_package(self) -> str:
        """Return the call of the builder."""
        call = self.package.call
        if call.positional:
            return self.call(call, "", "let")
        form = self.style.form
        function = self.function(call.function)
        if form == "override":
            kept = [name for name in call.args if name not in self.moving()]
            first = self.arguments(call, "", "base", kept)
            return f"({function} {first}).overrideAttrs (_: rec {self.arguments(call, '', 'set', self.moving())})"
        inner = self.arguments(call, "", "set", list(call.args))
        around = {"plain": inner, "rec": f"rec {inner}", "final": f"(finalAttrs: {inner})"}[form]
        return f"{function} {around}"
