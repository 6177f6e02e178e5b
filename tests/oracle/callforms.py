"""Nix expressions for the calls of a package: the code around them, and files of tools in their place."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from tests.oracle import locks, pins
from tests.oracle.expressions import Expressions
from tests.oracle.model import BySystem, Hash

if TYPE_CHECKING:
    from tests.oracle.model import Call


class CallForms(Expressions):
    """Writes the calls among the values of a package."""

    def call(self, call: Call, slot: str, scope: str) -> str:
        """Return the text of a call, with the wrappers that this style puts around calls."""
        if call.function in pins.FUNCTIONS:
            return self.pin(call, slot, scope)
        if locks.is_lock(call):
            return self.lock(call, scope)
        function = self.function(call.function, scope)
        if call.positional:
            return f"({function} {' '.join(self.positional(call, slot, scope))})"
        names = list(call.args)
        wrap = self.style.wraps.get(slot, "direct")
        late = [name for name in names if name in ("rev", "tag", "version", "hash", "sha256", call.hash_name)]
        early = [name for name in names if name not in late]
        if scope == "sources" and wrap in ("function", "curried", "file", "base"):
            wrap = "direct"
        if wrap == "file" and call.function.startswith("builtin"):
            wrap = "function"
        if wrap == "override" and function == "derivation":
            wrap = "merge"  # no argument is passed through there
        if wrap in ("function", "curried", "file") and not all(
            self.is_plain(value) or (wrap != "file" and isinstance(value, BySystem))
            for value in (call.args[name] for name in early)
        ):
            wrap = "direct"  # the arguments of the function would hide the names in its body
        if wrap == "pipe":
            return f"({self.arguments(call, slot, scope, names)} |> {function})"
        if wrap == "back":
            return f"({function} <| {self.arguments(call, slot, scope, names)})"
        if not early or not late or wrap == "direct":
            return f"{function} {self.arguments(call, slot, scope, names)}"
        if wrap == "merge":
            one, two = (self.arguments(call, slot, scope, part) for part in (early, late))
            return f"{function} ({one} // {two})"
        if wrap == "override":
            one = self.arguments(call, slot, scope, early)
            two = self.arguments(call, slot, scope, late)
            return f"{function} ({{ passthru = {{ }}; }} // {one} // {two})"
        if wrap == "if":
            inner = self.arguments(call, slot, scope, names)
            test = ("1 < 2", "!false", '"a" == "a"')[self.style.noise % 3]
            return f"(if {test} then {function} {inner} else null)"
        if wrap == "optional":
            one, two = (self.arguments(call, slot, scope, part) for part in (early, late))
            return f"{function} ({one} // {self.head('lib', scope)}.optionalAttrs true {two})"
        return self.by_function(call, slot, scope, early, late, wrap)

    def pin(self, call: Call, slot: str, scope: str) -> str:
        """Return the name of a source that a tool pinned, and write the file of the tool."""
        name = f"{self.package.key}-{slot}"
        stated = {
            key: value if isinstance(value, Hash) else self.plain(value) for key, value in call.args.items()
        }
        path, shape = pins.write(self.files, call.function, name, stated)
        here = posixpath.relpath(path, self.folder or ".")
        here = here if here.startswith(".") else f"./{here}"
        return re.sub(
            r"<(\.|\w+)>", lambda asked: here if asked[1] == "." else self.head(asked[1], scope), shape
        )

    def lock(self, lock: Call, scope: str) -> str:
        """Return the name of a lock, and write its file."""
        alone = self.style.layout in ("folder", "by-name")
        folder = self.folder if alone else posixpath.join(self.folder, self.package.key)
        called = locks.KINDS[lock.function.partition(".")[2]].call
        path, shape = locks.write(self.files, folder, lock, self.plain)
        shape = shape.replace("{0}", self.local(path, scope))
        return shape.replace("{call}", self.function(called, scope)) if called else shape

    def positional(self, call: Call, slot: str, scope: str) -> list[str]:
        """Return the positional arguments of a call, as texts; "*" means one set with all other arguments."""
        found = []
        for name in call.positional:
            if name == "*":
                rest = [each for each in call.args if each not in call.positional]
                found.append(self.arguments(call, slot, scope, rest))
            else:
                found.append(self.parenthesised(self.value(call.args[name], self.join(slot, name), scope)))
        return found

    def by_function(
        self, call: Call, slot: str, scope: str, early: list[str], late: list[str], wrap: str
    ) -> str:
        """Return the call of a function for this one fetch, which has the constant arguments."""
        name = self.variable(f"{slot}.fetch")
        handed = [(each, self.value(call.args[each], self.join(slot, each), scope)) for each in late]
        if wrap == "base":
            self.bindings.append(f"{name} = {self.arguments(call, slot, 'let', early)};")
            function = self.function(call.function, scope)
            return f"{function} ({name} // {{ {' '.join(f'{key} = {text};' for key, text in handed)} }})"
        inner = self.arguments(call, slot, "formal" if wrap == "file" else "let", early)
        inherited = f"{inner[:-1]}  inherit {' '.join(late)};\n  }}"
        given = " ".join(f"{key} = {text};" for key, text in handed)
        if wrap == "file":
            head = call.function.partition(".")[0]
            path = f"lib/{self.package.key}-{name.rstrip(chr(39))}.nix"
            self.files[path] = f"{{ {head} }}:\n{{ {', '.join(late)} }}:\n{call.function} {inherited}\n"
            here = posixpath.relpath(path, self.folder or ".")
            here = here if here.startswith(".") else f"./{here}"
            self.bindings.append(f"{name} = import {here} {{ {head} = {self.head(head)}; }};")
            return f"{name} {{ {given} }}"
        function = self.function(call.function, "let")
        if wrap == "curried":
            self.bindings.append(f"{name} = {' '.join(f'{each}:' for each in late)} {function} {inherited};")
            return f"({name} {' '.join(self.parenthesised(text) for _, text in handed)})"
        self.bindings.append(f"{name} = {{ {', '.join(late)} }}: {function} {inherited};")
        return f"{name} {{ {given} }}"
