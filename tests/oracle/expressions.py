"""Write the values of a package as Nix expressions, as people with the style of this package write them."""

from __future__ import annotations

import json
import posixpath
import re
from abc import ABC, abstractmethod

from tests.oracle import locks
from tests.oracle.model import THROUGH, BySystem, Call, Hash, Local, Named, Package, Ref, Script, Text, Value

COMMENTS = ("# keep in step with upstream", "# see the notes of the release", "/* vendored */", "# n.b.")
TELLING = re.compile(r"version|pname|rev|tag|url|owner|repo|[hH]ash|[sS]ha\d")
"""An argument with another name is not searched for, see nix/references.py."""


class Expressions(ABC):
    """Writes the values of one package, and collects the bindings outside of its set.

    A scope is the place of an expression: the "set" of the package (or the set of the overridden "base"), the
    "let" around it, the file of the "sources", or a "formal" or another place without bindings.
    """

    def __init__(self, package: Package, files: dict[str, str]) -> None:
        """Write everything outside of default.nix into ``files``."""
        self.package = package
        self.style = package.style
        self.files = files
        self.bindings: list[str] = []
        self.inherits: dict[str, list[str]] = {}
        self.sets: dict[str, dict[str, str]] = {}
        self.data: dict[str, dict[str, str | bool | int]] = {}
        self.formals: dict[str, str | None] = {}
        self.handed: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        self.source_heads: set[str] = set()
        self.heads: set[str] = set()
        self.names: dict[str, str] = {}
        self.taken: set[str] = set()
        self.reached: dict[str, str] = {}
        key = package.key
        self.path = {
            "folder": f"{key}/default.nix",
            "import": f"{key}.nix",
            "callPackage": f"pkgs/{key}.nix",
            "overridden": f"pkgs/{key}.nix",
            "scoped": f"pkgs/{key}.nix",
            "makescope": f"pkgs/{key}.nix",
            "overlaid": f"pkgs/{key}.nix",
            "shared": f"shared/{key}.nix",
            "by-name": f"pkgs/by-name/{key[:2]}/{key}/package.nix",
        }.get(self.style.layout, "default.nix")
        self.folder = posixpath.dirname(self.path)

    def data_name(self, home: str) -> str:
        """Return the variable with the data of a file."""
        return f"{'pin' if home == 'json' else home + 'Pin'}{self.style.suffix}"

    def source_name(self) -> str:
        """Return the variable with the file of the sources."""
        return f"sources{self.style.suffix}"

    def moving(self) -> list[str]:
        """Return the arguments that an overriding package states again."""
        call = self.package.call
        hashed = (call.hash_name or "").partition(".")[0]
        return [name for name in call.args if name in ("version", "src", "patches", hashed)]

    def arguments(self, call: Call, slot: str, scope: str, names: list[str]) -> str:
        """Return the attribute set with some of the arguments of a call."""
        lines = []
        for place, name in enumerate(names):
            value = self.value(call.args[name], self.join(slot, name), scope)
            holder, dot, last = value.rpartition(".")
            if value == name:
                lines.append(f"inherit {name};")
            elif dot and last == name and holder.isidentifier() and self.style.noise % 2:
                lines.append(f"inherit ({holder}) {name};")
            else:
                lines.append(f"{name} = {value};")
            if self.style.noise and (self.style.noise + place) % 4 == 0:
                lines.append(f"{COMMENTS[self.style.noise % len(COMMENTS)]}\n")
        return "{\n" + "".join(f"    {line}\n" for line in lines) + "  }"

    @staticmethod
    def join(slot: str, name: str) -> str:
        """Return the slot of an argument."""
        return f"{slot}.{name}" if slot else name

    def value(self, value: Value, slot: str, scope: str) -> str:
        """Return the expression for the value of a slot, in place or as the name of its binding."""
        home = self.home(value, slot)
        if home == "inline":
            return self.inline(value, slot, scope)
        if scope == "sources" and home == "sources":
            self.bound(value, slot, home)
            return self.names[slot]
        if self.visible(home, scope):
            return self.bound(value, slot, home)
        return self.inline(value, slot, scope)

    def home(self, value: Value, slot: str) -> str:
        """Return the place where the value of a slot is bound, if it can be bound in that place."""
        home = self.style.homes.get(slot, "inline")
        if locks.is_lock(value):
            return "inline"
        if isinstance(value, dict):
            return "let" if home != "inline" and slot in ("mktplcRef", "src.derivationArgs") else "inline"
        if isinstance(value, Ref):
            return "inline"
        if home == "caller" and not TELLING.search(slot):
            home = "formal"
        if home in ("formal", "caller") and self.style.layout == "inline":
            home = "let"
        if home == "inline" and self.needs_name(value, slot):
            return "let"
        plain = isinstance(value, (Text, Hash, bool, int))
        if (
            isinstance(value, Hash)
            and value.unfinished == "fake"
            and home in ("json", "toml", "nix", "file", "sources")
        ):
            return "let"
        if self.refers(value):
            plain = False
        if home == "formal" and isinstance(value, Hash) and value.unfinished:
            home = "let"  # a default is never an unfinished hash
        if home == "file" and not isinstance(value, (Text, Hash)):
            home = "let"
        if not plain and home not in ("inline", "let", "info", "attr", "sources"):
            return "let"
        if home == "sources" and (self.refers(value) or not isinstance(value, (Text, Hash, bool, int, Call))):
            return "let"
        return home

    def refers(self, value: Value) -> bool:
        """Tell whether a text refers to a source, so that a path is meant."""
        return isinstance(value, Text) and any(
            isinstance(part, Ref) and not isinstance(self.package.call.args[part.name], Text)
            for part in value.parts
        )

    def needs_name(self, value: Value, slot: str) -> bool:
        """Tell whether another argument refers to this argument, which then needs a variable."""
        if self.style.form in ("rec", "final") or "." in slot or isinstance(value, Text):
            return False
        if self.style.form == "override" and slot in self.moving() and slot != "src":
            return False
        return isinstance(value, (Call, BySystem, list, Local))

    @staticmethod
    def visible(home: str, scope: str) -> bool:
        """Tell whether a binding in one place can be used in another."""
        return scope in ("set", "base") or (scope == "let" and home != "with")

    def bound(self, value: Value, slot: str, home: str) -> str:
        """Bind the value of a slot once, and return its name from then on."""
        if slot in self.reached:
            return self.reached[slot]
        name = self.reached[slot] = self.variable(slot)
        if home in ("formal", "caller"):
            text = self.inline(value, slot, "formal")
            self.formals[name] = text if home == "formal" else None
            if home == "caller":
                self.handed[name] = text
        elif home == "let":
            self.bindings.append(f"{name} = {self.inline(value, slot, 'let')};")
        elif home == "with":
            self.sets.setdefault("with", {})[name] = self.inline(value, slot, "let")
        elif home in ("info", "attr"):
            self.reached[slot] = self.through(f"info{self.style.suffix}", name, home == "attr")
            self.sets.setdefault("info", {})[name] = self.inline(value, slot, "let")
        elif home == "sources":
            self.reached[slot] = self.through(self.source_name(), name, True)
            self.sources[name] = self.inline(value, slot, "sources")
        elif home == "file":
            path = f"{self.package.key}-{name.rstrip(chr(39))}.txt"
            self.files[posixpath.join(self.folder, path)] = f"{self.plain(value)}\n"
            read = f"{self.head('lib')}.fileContents ./{path}"
            if self.style.noise % 3 == 1 and isinstance(value, Text):
                read = f'{self.head("lib")}.removeSuffix "\\n" (builtins.readFile ./{path})'
            self.bindings.append(f"{name} = {read};")
        else:
            self.reached[slot] = self.through(self.data_name(home), name, self.style.noise % 3 == 0)
            self.data.setdefault(home, {})[name] = self.plain(value)
        return self.reached[slot]

    def through(self, holder: str, name: str, by_attribute: bool) -> str:
        """Return the expression for a member of a bound set."""
        if by_attribute:
            return f"({holder}.{name} or null)" if self.style.noise % 5 == 4 else f"{holder}.{name}"
        self.inherits.setdefault(holder, []).append(name)
        return name

    def variable(self, slot: str) -> str:
        """Return the variable of a slot: its last part, or more if that name is used."""
        parts = [part for part in slot.replace("-", "_").split(".") if part]
        name = parts[-1]
        if name[0].isdigit() or name.startswith(("x86", "aarch")):
            name = f"{parts[-2]}_{name}"
        plain = slot == "pname" or self.style.layout == "overridden"  # for an override only the names decide
        suffix = "" if plain else self.style.suffix
        name += suffix
        own = self.package.call.args if slot != name else {}  # in a `rec` these would hide the variable
        while name in self.taken or name in own or name in ("name", "lib", "pkgs", "map"):
            before = parts.pop(0) if parts else "x"
            name = f"{'' if before[0].isalpha() else 'n'}{before}{name[:1].upper()}{name[1:]}"
        self.taken.add(name)
        self.names[slot] = name
        return name

    def plain(self, value: Value) -> str | bool | int:
        """Return a value as data."""
        if isinstance(value, Text):
            return self.expanded(value)
        if isinstance(value, Hash):
            return value.text()
        assert isinstance(value, (bool, int)), value
        return value

    def expanded(self, value: Value) -> str:
        """Return a text with the values of all its references."""
        assert isinstance(value, Text), value
        return "".join(
            part
            if isinstance(part, str)
            else THROUGH[part.through][1](self.expanded(self.package.call.args[part.name]))
            for part in value.parts
        )

    def inline(self, value: Value, slot: str, scope: str) -> str:
        """Return the expression for a value in its place."""
        if isinstance(value, Text):
            return self.text(value, slot, scope)
        if isinstance(value, Script):
            stated = [re.sub(r"@(\w+)@", lambda name: self.put(name[1], scope), line) for line in value.lines]
            lines = [*value.noise[:1], *stated, *value.noise[1:]]
            space = " " * value.indent
            return "''\n" + "".join(f"{space}{line}\n" for line in lines) + f"{space[2:]}''"
        if isinstance(value, Hash):
            if value.unfinished == "fake" and scope != "formal":
                return f"{self.head('lib', scope)}.fakeHash"
            return f'"{value.text()}"'
        if isinstance(value, Ref):
            found = self.reference(value.name, scope)
            return (
                found
                if found is not None
                else self.inline(self.package.call.args[value.name], value.name, scope)
            )
        if isinstance(value, BySystem):
            return self.by_system(value, slot, scope)
        if isinstance(value, Local):
            return self.local(value.path, scope)
        if isinstance(value, Named):
            return self.function(value.name, scope)
        if isinstance(value, Call):
            return self.call(value, slot, scope)
        if isinstance(value, list):
            inner = " ".join(
                self.parenthesised(self.value(each, f"{slot}.{number}", scope))
                for number, each in enumerate(value)
            )
            return f"[ {inner} ]"
        if isinstance(value, dict):
            inner = " ".join(
                f"{name if name.isidentifier() else json.dumps(name)} = {self.value(each, f'{slot}.{name}', scope)};"
                for name, each in value.items()
            )
            return f"{{ {inner} }}"
        return json.dumps(value)

    def put(self, name: str, scope: str) -> str:
        """Return the text in a script for another argument of the package."""
        found = self.reference(name, scope)
        return f"${{{found}}}" if found is not None else self.expanded(Text((Ref(name),)))

    def is_plain(self, value: Value) -> bool:
        """Tell whether a value can be written anywhere: it needs no names and no files."""
        if isinstance(value, list):
            return all(self.is_plain(each) for each in value)
        return not self.refers(value) and (value is None or isinstance(value, (Text, Script, bool, int)))

    @staticmethod
    def parenthesised(text: str) -> str:
        """Return an expression that can be in a list."""
        simple = text.replace(".", "").replace("_", "").isalnum() or (
            text.startswith('"') and text.count('"') == 2 and text.endswith('"')
        )
        return text if simple else f"({text})"

    def local(self, path: str, scope: str) -> str:
        """Return the path of a file of this repository, as it is written in this file."""
        folder = self.folder if scope != "caller" else ""
        found = posixpath.relpath(path, folder or ".")
        return found if found.startswith(".") else f"./{found}"

    def by_system(self, value: BySystem, slot: str, scope: str) -> str:
        """Return a choice by the platform."""
        stdenv = self.head("stdenv", scope)
        items = {system: self.value(each, f"{slot}.{system}", scope) for system, each in value.values.items()}
        system = f"{stdenv}.hostPlatform.system"
        shape = self.style.by_slot.get(slot, self.style.by_system)
        if shape == "if":
            *rest, (_, text) = items.items()
            for name, each in rest:
                text = f'if {system} == "{name}" then {each} else {text}'
            return f"({text})"
        inner = " ".join(f"{name} = {each};" for name, each in items.items())
        if shape == "or":
            return f'({{ {inner} }}.${{{system}}} or (throw "no binary for ${{{system}}}"))'
        if shape == "getAttr":
            return f"(builtins.getAttr {system} {{ {inner} }})"
        return f"{{ {inner} }}.${{{system}}}"

    def text(self, value: Text, slot: str, scope: str) -> str:
        """Return the expression for a text, with its parts joined by the rules of the style."""
        parts: list[tuple[bool, str]] = []
        for part in value.parts:
            if isinstance(part, str):
                parts.append((False, part))
                continue
            found = self.reference(part.name, scope)
            if found is None and not isinstance(self.package.call.args[part.name], Text):
                found = f"({self.inline(self.package.call.args[part.name], part.name, scope)})"
            if found is None:
                parts.append((False, self.expanded(Text((part,)))))
                continue
            template, _ = THROUGH[part.through]
            parts.append((True, template.format(found, self.head("lib", scope) if "{1}" in template else "")))
        shape = self.style.strings.get(slot, "dollar")
        known = [text for is_name, text in parts if is_name]
        if not known:
            complete = "".join(text for _, text in parts)
            return f"''{complete}''" if shape == "indented" else f'"{complete}"'
        if shape == "plus" and len(parts) > 1:
            return "(" + " + ".join(text if is_name else f'"{text}"' for is_name, text in parts) + ")"
        if shape == "list" and len(parts) > 1:
            inner = " ".join(text if is_name else f'"{text}"' for is_name, text in parts)
            return f'(builtins.concatStringsSep "" [ {inner} ])'
        if shape != "indented" and len(parts) == 1:
            return known[0]
        inner = "".join(f"${{{text}}}" if is_name else text for is_name, text in parts)
        return f"''{inner}''" if shape == "indented" else f'"{inner}"'

    def reference(self, name: str, scope: str) -> str | None:
        """Return the expression for another argument of the package; None if the package does not have the argument."""
        value = self.package.call.args[name]
        home = self.home(value, name)
        if home != "inline":
            if scope == home == "sources":
                self.bound(value, name, home)
                return self.names[name]
            if self.visible(home, scope):
                return self.bound(value, name, home)
        if scope == "set":
            if self.style.form == "rec":
                return name
            if self.style.form == "final":
                return f"finalAttrs.{name}"
            if self.style.form == "override" and name in self.moving():
                return name
        return None

    def function(self, name: str, scope: str = "set") -> str:
        """Return the expression for a function of the package set."""
        if name == "builtin:fetchurl":
            return "derivation"
        head, dot, rest = name.partition(".")
        if head == "builtins":
            return name
        return f"{self.head(head, scope)}{dot}{rest}"

    def head(self, name: str, scope: str = "set") -> str:
        """Return the expression for a member of the package set."""
        if scope == "sources":
            self.source_heads.add(name)
            return name
        if self.style.reach == "pkgs":
            return f"pkgs.{name}"
        if self.style.reach == "with":
            return name
        self.heads.add(name)
        return name

    @abstractmethod
    def call(self, call: Call, slot: str, scope: str) -> str:
        """Return the text of a call, with the wrappers that this style puts around calls."""
