"""The tables over all repositories, from the summaries of replay.py."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from benchmarks.readings import MISLABELLED, REMAINS, RIGHT

Summary = dict[str, Any]

TRUTHS = ("stale", "stale-lock", "stale-cross", "stale-scope", "stale-vendor")
OUTCOMES = ("error", "warned", "error elsewhere", "warned elsewhere", "missed")


def merged(summaries: list[Summary]) -> str:
    """Return the tables as text: of the corpus, of the walks, whichever there is."""
    parts = []
    scored = [each for each in summaries if each["mode"] == "corpus"]
    walked = [each for each in summaries if each["mode"] == "walk"]
    if scored:
        parts += [mutants(scored), repositories(scored), rightly(scored), incidents(scored), times(scored)]
    if walked:
        parts.append(walks(walked))
    return "\n\n".join(parts)


def total(summaries: list[Summary], *path: str) -> Counter[str]:
    """Return the sum of the counts that stand at a path in each summary."""
    count: Counter[str] = Counter()
    for each in summaries:
        here: Any = each
        for name in path:
            here = here.get(name, {})
        count.update(here)
    return count


def share(part: int, whole: int) -> str:
    """Return a share in percent."""
    return f"{100 * part / whole:.1f}%" if whole else "-"


def mutants(summaries: list[Summary]) -> str:
    """Return what was found of hashes put back, by how surely they are stale."""
    lines = [
        f"{'mutants':14} {'rows':>6} "
        + " ".join(f"{name:>16}" for name in OUTCOMES)
        + "  as aimed at  told  mislabelled"
    ]
    for truth in TRUTHS:
        count = total(summaries, "mutants", truth)
        rows = sum(count[name] for name in OUTCOMES)
        aimed = count["error"] + count["warned" if truth == "stale-vendor" else "pin warned"]
        cells = " ".join(f"{count[name]:>16}" for name in OUTCOMES)
        told = count["error"] + count["warned"]
        shares = f"{share(aimed, rows):>11} {share(told, rows):>6}"
        lines.append(f"{truth:14} {rows:6} {cells} {shares} {count['mislabelled']:>6}")
    rules: Counter[str] = Counter()
    for truth in TRUTHS:
        rules += total(summaries, "mutants", truth)
    by_rule = ", ".join(f"{name[3:]} {n}" for name, n in sorted(rules.items()) if name.startswith("by "))
    lines.append(f"by rule: {by_rule}; further errors beside the true one: {rules['more errors']}")
    return "\n".join(lines)


def repositories(summaries: list[Summary]) -> str:
    """Return the figures of each repository in a line."""
    lines = [
        f"{'repository':32} {'mutants':>7} {'error':>6} {'told':>6}  {'bumps':>5} {'alarms':>6}  {'B':>4} any"
    ]
    for each in sorted(summaries, key=lambda one: str(one["repository"])):
        count: Counter[str] = Counter()
        for truth in TRUTHS:
            count.update(each["mutants"].get(truth, {}))
        rows = sum(count[name] for name in OUTCOMES)
        told = count["error"] + count["warned"]
        bumps: Counter[str] = Counter(each["A"])
        others: Counter[str] = Counter(each["B"])
        lines.append(
            f"{each['repository']:32} {rows:7} {share(count['error'], rows):>6} {share(told, rows):>6}"
            f"  {bumps['commits']:5} {bumps['with an error']:6}  {others['commits']:4} {others['with a finding']:3}"
        )
    return "\n".join(lines)


def rightly(summaries: list[Summary]) -> str:
    """Return what was said of commits that are right."""
    bumps = total(summaries, "A")
    others = total(summaries, "B")
    lines = [
        (
            f"clean bumps: {bumps['commits']} commits, {bumps['with an error']} with an error, {bumps['right']} of them"
            f" rightly ({_rules(bumps)}); {bumps['suspects in them']} suspects in {bumps['files bumped']} files,"
            f" {bumps['files with more suspects than packages']} files with more suspects than packages"
        ),
        (
            f"non-bumps: {others['commits']} commits, {others['with a finding']} with a finding"
            f" ({share(others['with a finding'], others['commits'])}), {others['right']} of them rightly;"
            f" {others['with an error']} with an error, {others['right errors']} of them rightly ({_rules(others)})"
        ),
    ]
    for tag, count in _by(summaries, "C"):
        lines.append(
            f"keeps {tag}: {count['rows']} rows, {count['error']} errors, {count['warned']} warned,"
            f" {count['mislabelled']} mislabelled; {count['commits with an error elsewhere']} commits with an error"
            f" elsewhere, {count['right elsewhere']} of them rightly"
        )
    for tag, count in _by(summaries, "E"):
        other = f", {count['with another error than AG207']} but for AG207" if tag == "placeholder" else ""
        lines.append(
            f"hash only {tag}: {count['commits']} commits, {count['with an error']} with an error{other},"
            f" {count['right']} of them rightly"
        )
    return "\n".join(lines)


def incidents(summaries: list[Summary]) -> str:
    """Return what was found of hashes that were really stale, by how sure the miner is."""
    lines = []
    for confidence, count in _by(summaries, "D"):
        cells = ", ".join(f"{name} {count[name]}" for name in (*OUTCOMES, "mislabelled") if count[name])
        lines.append(f"incidents {confidence}: {cells}")
    return "\n".join(lines)


def times(summaries: list[Summary]) -> str:
    """Return how long commits took, and what failed."""
    failures = total(summaries, "failures")
    longest = max(each["ms"]["longest"] for each in summaries)
    mean = sum(each["ms"]["mean"] * each["commits"] for each in summaries)
    commits = sum(each["commits"] for each in summaries)
    gone = sum(each["gone"] for each in summaries)
    return (
        f"{commits} commits, {mean / max(1, commits):.1f} ms each, the longest {longest:.0f} ms;"
        f" gone: {gone}; failures: {dict(failures) or 'none'}"
    )


def walks(summaries: list[Summary]) -> str:
    """Return what was said along whole histories."""
    lines = [
        (
            f"{'repository':32} {'commits':>7} {'alarmed':>7} {'mutants':>7} {'error':>6} {'warned':>6}"
            f" {'elsewhere':>9} {'missed':>6} {'ms':>7}"
        )
    ]
    for each in sorted(summaries, key=lambda one: str(one["repository"])):
        count: Counter[str] = Counter(each["counts"])
        elsewhere = count["mutants: error elsewhere"] + count["mutants: warned elsewhere"]
        lines.append(
            f"{each['repository']:32} {count['commits']:7} {count['commits with an error']:7}"
            f" {count['mutants']:7} {count['mutants: error']:6} {count['mutants: warned']:6}"
            f" {elsewhere:9} {count['mutants: missed']:6} {each['ms']['mean']:7.1f}"
        )
    rules = total(summaries, "counts")
    lines.append(f"errors by rule: {_rules(rules)}")
    return "\n".join(lines)


def remains(rows: list[dict[str, Any]]) -> str:
    """Return, as Markdown, all rows that a person should read, by what is said of them and by the reason."""
    parts = [
        "# What a replay leaves to be read",
        (
            "Written by `python -m benchmarks.replay --merge DIR/*.corpus.json --remains FILE`: every row of the corpus"
            " that is labelled wrongly, every error on a right commit, every stale hash that is not told as aimed at."
            " Reasons stand in benchmarks/readings.py and readings.tsv."
        ),
    ]
    for title, reasons in (
        ("Rows that are labelled wrongly", MISLABELLED),
        ("Findings that are right", RIGHT),
        ("What remains", REMAINS),
    ):
        parts.append(f"## {title}")
        for reason, sentence in reasons.items():
            some = [row for row in rows if row.get("reason") == reason]
            by_place: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
            for row in some:
                by_place[row["what"], row["repository"]].append(row)
            if not some:
                continue
            listed = [
                f"- {what}, {repository}: {_places(here)}"
                for (what, repository), here in sorted(by_place.items(), key=lambda item: item[0])
            ]
            parts.append("\n".join([f"**{reason}** ({len(some)}). {sentence}", "", *listed]))
    return "\n\n".join(parts) + "\n"


def _places(rows: list[dict[str, Any]]) -> str:
    """Return the places of rows: the short commit, then its files and lines."""
    by_commit: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        by_commit[row["commit"][:10]].add(f"{row['file']}:{row['line']}")
    return "; ".join(f"{commit} {' '.join(sorted(places))}" for commit, places in by_commit.items())


def _rules(count: Counter[str]) -> str:
    severities = ("error ", "warning ", "note ")
    named = [
        f"{name} {n}" for name, n in sorted(count.items()) if name.startswith(severities) and " AG" in name
    ]
    return ", ".join(named) or "nothing"


def _by(summaries: list[Summary], name: str) -> list[tuple[str, Counter[str]]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in summaries:
        for key, count in each[name].items():
            found[key].update(count)
    return sorted(found.items())
