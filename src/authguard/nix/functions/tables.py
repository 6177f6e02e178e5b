"""All functions by name but those of files. Loaded by the first that is asked for: most packages ask for none."""

from __future__ import annotations

from authguard.nix.functions import lists, logic, sets, text, versions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from authguard.nix.functions.known import Entry

TABLE: dict[str, Entry] = {
    **text.TABLE,
    **versions.TABLE,
    **lists.TABLE,
    **sets.TABLE,
    **logic.TABLE,
}
OF_VERSIONS = versions.ONLY
"""Those that stand in `lib.versions` alone."""
