"""A hook of mkdocs: makes the pages of rules, move classes and the config from the code, so that they are current.

`config.md` has one line `<!-- config -->` for the keys of authguard.schema.json.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File
from mkdocs.utils import get_relative_url

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from authguard.compare.classes import ALL  # noqa: E402
from authguard.compare.move_class import MoveClass  # noqa: E402
from authguard.report.rule_help import sections  # noqa: E402
from authguard.rules.registry import RULES  # noqa: E402
from authguard.rules.words import alternatives  # noqa: E402

_SHIM = "https://unpkg.com/iframe-worker/shim"
_FOREIGN = re.compile(r'<(?:script|img|iframe|link rel="stylesheet")[^>]* (?:src|href)="?https?://[^>]*>')
_MANY_COLUMNS = 3
_TABLE = re.compile("<table>.*?</table>", re.DOTALL)
_CELL = re.compile("<td[^>]*>.*?</td>", re.DOTALL)
_DATE = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])(?![^<]*</code>)")
_CODE = re.compile("(<code[^>]*>)([^<]*)</code>")
_INLINE = re.compile("<code[^>]*>(?:[^<]|<wbr>)*</code>")
_OPTION = re.compile(r"(?<![\w-])--[a-z][\w-]*")

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

    from authguard.rules.rule import Rule


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the pages of rules to the navigation."""
    nav: list[dict[str, Any]] = config.nav or []
    nav.append({"Rules": [{f"{code} {rule.name}": f"rules/{code}.md"} for code, rule in RULES.items()]})
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages."""
    pages = {f"rules/{code}.md": rule_page(rule) for code, rule in RULES.items()}
    pages["rules/index.md"] = rules_page()
    pages["move-classes.md"] = classes_page()
    for path, content in pages.items():
        files.append(File.generated(config, path, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Fill the page of the config."""
    if page.file.src_path == "config.md":
        schema = json.loads((ROOT / "authguard.schema.json").read_text())
        return markdown.replace("<!-- config -->", config_keys(schema))
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Prepare code and tables for narrow windows, see extra.css.

    A browser may break the code in a cell after / and _, but no date, and no option after its dashes. A table of three
    or more columns gets a class, and each of its cells the heading of its column.
    """
    return _INLINE.sub(_unbroken, _TABLE.sub(_stacked, _CELL.sub(_cell, html)))


def _unbroken(code: re.Match[str]) -> str:
    return _OPTION.sub(r'<span class="whole">\g<0></span>', code[0])


def _cell(cell: re.Match[str]) -> str:
    return _DATE.sub(r'<span class="whole">\g<0></span>', _CODE.sub(_breakable, cell[0]))


def _stacked(table: re.Match[str]) -> str:
    """Return a table for _TABLE.sub, with the headings at its cells if it has many columns."""
    headings = [re.sub("<[^>]*>", "", text) for text in re.findall(r"<th[^>]*>(.*?)</th>", table[0])]
    if len(headings) < _MANY_COLUMNS:
        return table[0]
    columns = itertools.cycle(headings)

    def labelled(cell: re.Match[str]) -> str:
        heading = next(columns)
        return f'<td data-heading="{heading}"{cell[1]}>' if heading else cell[0]

    return f'<div class="stacked">{re.sub("<td([^>]*)>", labelled, table[0])}</div>'


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Let a page load only files of the site."""
    return _own(output, get_relative_url("worker.js", page.url), page.file.src_path)


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """Let the page for missing pages load only files of the site."""
    return _own(output, "/worker.js", template_name)


def _own(output: str, worker: str, name: str) -> str:
    """Replace the theme's script of another host by docs/worker.js. Raises PluginError for any other such script."""
    output = output.replace(_SHIM, worker)
    foreign = _FOREIGN.search(output)
    if foreign is not None:
        raise PluginError(f"{name} loads from another host: {foreign[0]}")
    return output


def _breakable(code: re.Match[str]) -> str:
    text = re.sub("([/_])(?=[^/_])", r"\1<wbr>", code[2])
    return f"{code[1]}{text}</code>"


def rule_page(rule: Rule) -> str:
    """Return the page of a rule: one fixed table, then its explanation."""
    facts = {
        "Severity": ", ".join(rule.severities),
        "Works offline": "no, it asks a mirror" if rule.network else "yes",
        "`git authguard fix` repairs it": "yes" if rule.fixable else "no",
        "Config": f"only with `{rule.configured}`" if rule.configured else "not needed",
        "Counted": counted(rule),
    }
    rows = "\n".join(f"| {name} | {value} |" for name, value in facts.items())
    text = "\n\n".join(f"## {heading}\n\n{body}" for heading, body in sections(rule))
    return (
        f"# {rule.code} {rule.name}\n\n{rule.summary}\n\n| Property | Value |\n|---|---|\n{rows}\n\n{text}\n"
    )


def counted(rule: Rule) -> str:
    """Return how many moves were counted of the classes that this rule reports."""
    measured = [each.counted for each in ALL if each.counted is not None and rule.code in each.rules]
    if not measured:
        return "not counted"
    return f"{sum(each.moves for each in measured)} moves, see [move classes](../move-classes.md)"


def rules_page() -> str:
    """Return the list of all rules."""
    rows = [
        f"| [{code}]({code}.md) | {rule.name} | {alternatives(rule.severities)} | {rule.summary} |"
        for code, rule in RULES.items()
    ]
    head = "# Rules\n\nThe config can change the severity of each rule, or turn it off.\n\n"
    return head + "\n".join(["| Code | Name | Severity | Summary |", "|---|---|---|---|", *rows]) + "\n"


def classes_page() -> str:
    """Return the table of move classes."""
    rows = [
        f"| `{each.name}` | {each.severity or 'nothing'} | {each.sentence} | {figures(each)} |"
        for each in ALL
    ]
    head = """# Move classes

A *move class* describes how the inputs of a hash moved while the hash did not. It decides the severity of the finding.
`git authguard explain PATH#ATTRIBUTE` shows the class of one hash. The counts are of errors and warnings in public
repositories, by the authguard of their day; the false alarms were corrected since. A class with few counted moves has
its severity by judgement.

"""
    return (
        head + "\n".join(["| Class | Reported as | Meaning | Counted |", "|---|---|---|---|", *rows]) + "\n"
    )


def figures(each: MoveClass) -> str:
    """Return the figures of a class."""
    if each.counted is None:
        return "not counted"
    one = each.counted
    return f"{one.moves} in {one.repositories} repositories: {one.stale} stale, {one.honest} right"


def config_keys(schema: dict[str, Any]) -> str:
    """Return a section for each table of the config."""
    blocks = []
    for name, described in schema["properties"].items():
        item = described.get("items", {})
        table = described if "properties" in described else item
        title = (
            f"[[{name}]]" if "properties" in item else f"[{name}]" if described["type"] == "object" else name
        )
        blocks.append(f"## `{title}`\n\n{described['description']}")
        rows = [
            _row(key, one, key in table.get("required", []))
            for key, one in table.get("properties", {}).items()
        ]
        if rows:
            blocks.append("\n".join(["| Key | Type | Meaning |", "|---|---|---|", *rows]))
        nested = table.get("properties", {}).get("sites", {}).get("items")
        if nested:
            rows = [_row(key, one, key == "path") for key, one in nested["properties"].items()]
            blocks.append("A site:\n\n" + "\n".join(["| Key | Type | Meaning |", "|---|---|---|", *rows]))
    return "\n\n".join(blocks)


def _type(one: dict[str, Any]) -> str:
    """Return the type of a value in the words of TOML."""
    name = str(one["type"])
    if name == "array":
        return f"list of {_type(one['items'])}s"
    return {"object": "table", "integer": "number"}.get(name, name)


def _row(key: str, one: dict[str, Any], required: bool) -> str:
    kind = " or ".join(f'`"{value}"`' for value in one["enum"]) if "enum" in one else _type(one)
    default = f" Default: `{one['default']}`." if "default" in one else " Required." if required else ""
    text = (one["description"] + default).replace("|", "\\|")
    return f"| `{key}` | {kind} | {text} |"
