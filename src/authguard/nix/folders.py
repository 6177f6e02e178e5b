"""Files that code names without a path: in a script, or in a directory that has a name."""

from __future__ import annotations

import re
from itertools import islice

_FILE_NAME = rb"(?:/|(?<![\w.+-])(?=[A-Z]|[\w+-]+\.))([\w+-][\w.+-]*)(?![\w/.(])"
"""The name of a file after a slash, with a suffix or with a capital letter."""
_MOST_NAMES = 300
_COMPUTED_READ = (
    rb"\b(?:import|importJSON|importTOML|scopedImport|readFile|fileContents|callPackages?)\s++(?:\(\s*+)*+(?:\"\$\{\s*+)?"
    rb"([A-Za-z_][\w'-]*+)[\w.'-]*+\s*+[+}]"
)
"""A file that is read at a name with a text: `readFile (folder + "/version")`, `import "${folder}/${name}"`."""
_MOST_FOLDERS = 16
_OF_PATH = rb"(?<![\w.'-])%s\s*+=\s*+(?:\(?toString\s*+|\()*+(?:\.{1,2}/|\.?\{)"
"""A name of a path, of the text of a path, or of a set with paths."""
_PARAMETER_OF_PATH = rb"(?<![\w.'-])%s\s*+:\s"
_FORMAL_OF_PATH = rb"[{,]\s*+%s\s*+[,?}]"
"""Parameters, which may be paths: a parameter of its own, and one in a set pattern."""
_IN_QUOTES = rb"[\"}][^\"$\n{}]{1,200}\""


def files_in_folders(data: bytes) -> tuple[set[bytes], bool]:
    """Return the names of files that code may read in a directory with a name, and whether it may be of this file.

    The directory is a path or a parameter of the file, as in `load = folder: readFile (folder + "/version")`.
    """
    names = {*islice((match[1] for match in re.finditer(_COMPUTED_READ, data)), _MOST_FOLDERS)}
    may_be_here = any(
        re.search(pattern % re.escape(name), data)
        for name in names
        for pattern in (_OF_PATH, _PARAMETER_OF_PATH)
    )
    if may_be_here or any(re.search(_FORMAL_OF_PATH % re.escape(name), data) for name in names):
        return file_names(b" ".join(re.findall(_IN_QUOTES, data))), may_be_here
    return set(), False


def file_names(data: bytes) -> set[bytes]:
    """Return the first names of files in a text, at most ``_MOST_NAMES``. The rest of the text is not searched."""
    found: set[bytes] = set()
    for match in re.finditer(_FILE_NAME, data):
        found.add(match[1])
        if len(found) == _MOST_NAMES:
            break
    return found
