"""The functions that make versions, urls and hashes, compared with real Nix."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

from authguard.nix import functions
from authguard.nix.functions import files, lists, sets, text
from authguard.nix.functions import known as passing
from authguard.nix.values import Apply, Builtin, Choice, Str, Sym, Thunk
from tests.support.agree import disagreements, examples
from tests.support.values import UNKNOWN, known, options, tree, value_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.nix import Nix

    Made = st.SearchStrategy[str]

# The functions of nixpkgs' lib, made of builtins; they were written for this test, by its manual.
LIB = """
let
  b = builtins;
  literally = b.replaceStrings [ "\\\\" "." "*" "+" "?" "(" ")" "[" "]" "{" "}" "|" "^" "$" ] [
    "\\\\\\\\" "\\\\." "\\\\*" "\\\\+" "\\\\?" "\\\\(" "\\\\)" "\\\\["
    "\\\\]" "\\\\{" "\\\\}" "\\\\|" "\\\\^" "\\\\$" ];
  starts = one: other: b.substring 0 (b.stringLength one) other == one;
  ends = one: other:
    let there = b.stringLength other - b.stringLength one;
    in there >= 0 && b.substring there (-1) other == one;
  chars = s: b.genList (n: b.substring n 1 s) (b.stringLength s);
  letters = "abcdefghijklmnopqrstuvwxyz";
  capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  digits = "0123456789";
  spaces = [ " " "\\t" "\\r" "\\n" ];
  drop = n: xs: b.genList (i: b.elemAt xs (i + (if n < 0 then 0 else n)))
    (let m = b.length xs - (if n < 0 then 0 else n); in if m < 0 then 0 else m);
  bare = s: if s != "" && b.elem (b.substring 0 1 s) spaces then bare (b.substring 1 (-1) s)
    else if s != "" && b.elem (b.substring (b.stringLength s - 1) 1 s) spaces
    then bare (b.substring 0 (b.stringLength s - 1) s) else s;
  table = { " " = "%20"; "+" = "%2B"; "/" = "%2F"; "%" = "%25";
    ":" = "%3A"; "&" = "%26"; "?" = "%3F"; "=" = "%3D"; "#" = "%23"; };
  deep = l: r: l // b.mapAttrs (n: v: if l ? ${n} && b.isAttrs l.${n} && b.isAttrs v then deep l.${n} v else v) r;
  flat = x: if b.isList x then b.concatLists (map flat x) else [ x ];
  lib = b // {
    removePrefix = one: s: if starts one s then b.substring (b.stringLength one) (-1) s else s;
    removeSuffix = one: s: if ends one s then b.substring 0 (b.stringLength s - b.stringLength one) s else s;
    hasPrefix = starts;
    hasSuffix = ends;
    hasInfix = one: s: b.length (b.split (literally one) s) > 1;
    splitString = one: s: b.filter b.isString (b.split (literally one) s);
    toLower = b.replaceStrings (chars capitals) (chars letters);
    toUpper = b.replaceStrings (chars letters) (chars capitals);
    toSentenceCase = s: lib.toUpper (b.substring 0 1 s) + lib.toLower (b.substring 1 (0 - 1) s);
    trim = bare;
    stringToCharacters = chars;
    lowerChars = chars letters;
    upperChars = chars capitals;
    stringAsChars = f: s: b.concatStringsSep "" (map f (chars s));
    toInt = s: b.fromJSON (bare s);
    setAttrByPath = path: value:
      if path == [ ] then value else { ${b.head path} = lib.setAttrByPath (b.tail path) value; };
    escapeURL = s: b.concatStringsSep "" (map (c: table.${c} or c) (chars s));
    concatStrings = b.concatStringsSep "";
    concatMapStrings = f: xs: b.concatStringsSep "" (map f xs);
    concatMapStringsSep = s: f: xs: b.concatStringsSep s (map f xs);
    optionalString = c: s: if c then s else "";
    optional = c: x: if c then [ x ] else [ ];
    optionals = c: xs: if c then xs else [ ];
    optionalAttrs = c: xs: if c then xs else { };
    last = xs: b.elemAt xs (b.length xs - 1);
    init = xs: b.genList (b.elemAt xs) (b.length xs - 1);
    inherit drop;
    take = n: xs: b.genList (b.elemAt xs) (if n < 0 then 0 else if n < b.length xs then n else b.length xs);
    flatten = flat;
    pipe = b.foldl' (x: f: f x);
    genAttrs = names: f: b.listToAttrs (map (name: { inherit name; value = f name; }) names);
    nameValuePair = name: value: { inherit name value; };
    recursiveUpdate = deep;
    forEach = xs: f: map f xs;
    imap0 = f: xs: b.genList (n: f n (b.elemAt xs n)) (b.length xs);
    imap1 = f: xs: b.genList (n: f (n + 1) (b.elemAt xs n)) (b.length xs);
    foldl = b.foldl';
    attrByPath = path: default: s:
      if path == [ ] then s
      else if b.isAttrs s && s ? ${b.head path} then lib.attrByPath (b.tail path) default s.${b.head path}
      else default;
    getAttrFromPath = path: s: lib.attrByPath path (throw "no attribute") s;
    singleton = x: [ x ];
    naturalSort = xs: let
      parts = s: map (p: if b.isList p then b.fromJSON (b.head p) else p) (b.split "(0|[1-9][0-9]*)" s);
      less = x: y: if y == [ ] then false else if x == [ ] then true
        else if b.head x == b.head y then less (b.tail x) (b.tail y) else b.head x < b.head y;
      in b.sort (x: y: less (parts x) (parts y)) xs;
    toList = x: if b.isList x then x else [ x ];
    flip = f: x: y: f y x;
    mapAttrsToList = f: s: map (n: f n s.${n}) (b.attrNames s);
    mapAttrs' = f: s: b.listToAttrs (map (n: f n s.${n}) (b.attrNames s));
    genAttrs' = xs: f: b.listToAttrs (map f xs);
    concatMapAttrs = f: s: b.foldl' (l: r: l // r) { } (map (n: f n s.${n}) (b.attrNames s));
    mergeAttrsList = b.foldl' (l: r: l // r) { };
    filterAttrs = f: s: b.removeAttrs s (b.filter (n: !(f n s.${n})) (b.attrNames s));
    attrsToList = s: map (name: { inherit name; value = s.${name}; }) (b.attrNames s);
    foldr = f: start: xs: if xs == [ ] then start else f (b.head xs) (lib.foldr f start (b.tail xs));
    fold = lib.foldr;
    zipListsWith = f: xs: ys: b.genList (n: f (b.elemAt xs n) (b.elemAt ys n))
      (if b.length xs < b.length ys then b.length xs else b.length ys);
    zipLists = lib.zipListsWith (fst: snd: { inherit fst snd; });
    cartesianProduct = s: b.foldl'
      (made: name: b.concatLists (map (one: map (item: one // { ${name} = item; }) s.${name}) made))
      [ { } ] (b.attrNames s);
    cartesianProductOfSets = lib.cartesianProduct;
    mapCartesianProduct = f: s: map f (lib.cartesianProduct s);
    range = one: other: if one > other then [ ] else b.genList (n: one + n) (other - one + 1);
    reverseList = xs: b.genList (n: b.elemAt xs (b.length xs - 1 - n)) (b.length xs);
    unique = b.foldl' (found: x: if b.elem x found then found else found ++ [ x ]) [ ];
    findFirst = f: start: xs: let found = b.filter f xs; in if found == [ ] then start else b.head found;
    foldlAttrs = f: start: s: b.foldl' (made: n: f made n s.${n}) start (b.attrNames s);
    getAttrs = names: s: b.listToAttrs (map (name: { inherit name; value = s.${name}; }) names);
    collect = f: s: if f s then [ s ] else if b.isAttrs s
      then b.concatLists (map (n: lib.collect f s.${n}) (b.attrNames s)) else [ ];
    versionOlder = one: other: b.compareVersions other one == 1;
    versionAtLeast = one: other: b.compareVersions other one != 1;
    replaceString = one: other: b.replaceStrings [ one ] [ other ];
    mod = one: other: one - other * (one / other);
    min = one: other: if one < other then one else other;
    max = one: other: if one > other then one else other;
    toIntBase10 = s: let plain = bare s; zeros = b.match "(-?)0*([0-9]+)" plain;
      in b.fromJSON (b.head zeros + b.elemAt zeros 1);
    boolToString = one: if one then "true" else "false";
    fixedWidthString = n: c: s: if b.stringLength s == n then s
      else if b.stringLength s > n then throw "too long" else c + lib.fixedWidthString (n - 1) c s;
    fixedWidthNumber = n: one: lib.fixedWidthString n "0" (toString one);
    getName = x: if b.isString x then (b.parseDrvName x).name else x.pname or (b.parseDrvName x.name).name;
    getVersion = x: if b.isString x then (b.parseDrvName x).version else x.version or (b.parseDrvName x.name).version;
    concatImapStringsSep = s: f: xs: b.concatStringsSep s (lib.imap1 f xs);
    concatImapStrings = lib.concatImapStringsSep "";
    concatLines = xs: lib.concatStrings (map (x: x + "\\n") xs);
    versions = {
      major = v: b.elemAt (b.splitVersion v) 0;
      minor = v: b.elemAt (b.splitVersion v) 1;
      patch = v: b.elemAt (b.splitVersion v) 2;
      majorMinor = v: "${b.elemAt (b.splitVersion v) 0}.${b.elemAt (b.splitVersion v) 1}";
      pad = n: v: let plain = b.head (b.split "-" v); in
        b.concatStringsSep "." (lib.take n (b.splitVersion plain ++ b.genList (_: "0") n))
        + b.substring (b.stringLength plain) (0 - 1) v;
    };
  };
in
""".replace("\n", " ")

_CHARACTERS = "aAbBzZ09._-+/ \tv%:~é"


def quoted(plain: str) -> str:
    """Return a text as a Nix literal."""
    return json.dumps(plain, ensure_ascii=False).replace("${", "\\${")


def words(alphabet: str = _CHARACTERS, size: int = 8) -> Made:
    """Literals of short texts."""
    return st.text(alphabet=alphabet, max_size=size).map(quoted)


WORD = words()
SHORT = words("ab.-", 2)
BOOL = st.sampled_from(["true", "false"])
NUMBER = st.integers(-1, 5).map(lambda number: f"({number})")
NUMBERS = st.lists(NUMBER, max_size=3).map(lambda found: f"[ {' '.join(found)} ]")
COMPONENT = st.sampled_from(
    ["0", "1", "2", "10", "010", "pre", "rc1", "a", "b", "beta", "2147483648", "x86", ""]
)
VERSION = st.lists(st.tuples(COMPONENT, st.sampled_from([".", "-", ""])), max_size=5).map(
    lambda found: quoted("".join(map("".join, found)))
)
RELEASE = st.lists(st.integers(0, 2026), min_size=3, max_size=4).map(
    lambda found: quoted(".".join(map(str, found)))
)
VALUE = st.one_of(WORD, NUMBER, BOOL, st.just("null"), st.just('[ "x" [ 1 ] ]'), st.just("{ p.q = 1; }"))
LIST = st.lists(VALUE, max_size=4).map(lambda found: f"[ {' '.join(found)} ]")
FULL = st.lists(VALUE, min_size=1, max_size=4).map(lambda found: f"[ {' '.join(found)} ]")
TEXTS = st.lists(WORD, max_size=4).map(lambda found: f"[ {' '.join(found)} ]")
SET = st.dictionaries(st.sampled_from(["p", "q", "r-s", "name"]), VALUE, max_size=3).map(
    lambda found: f"{{ {' '.join(f'{name} = {value};' for name, value in found.items())} }}"
)
DEEP = st.recursive(
    SET, lambda inner: st.tuples(inner, inner).map(lambda two: f"{{ p = {two[0]}; q = {two[1]}; }}")
)

LISTS = st.dictionaries(st.sampled_from("pqr"), LIST, max_size=2).map(
    lambda found: f"{{ {' '.join(f'{name} = {value};' for name, value in found.items())} }}"
)


def compared(values: Made, *operators: str) -> Made:
    """Comparisons of two values."""
    return st.tuples(values, st.sampled_from(operators), values).map(
        lambda found: f"({found[0]}) {found[1]} ({found[2]})"
    )


def call(name: str, *arguments: Made) -> Made:
    """Calls of a function of lib."""
    return st.tuples(*arguments).map(lambda found: f"lib.{name} {' '.join(f'({one})' for one in found)}")


PATTERNS = (
    r"v?([0-9.]+)",
    r".+([a-z]).*",
    r"([^ab]+)(a?)b*",
    r"(.+)-(.*)",
    r"[[:alpha:]]+",
    r"a\.?",
    r"[]x]+",
)
CALLS = {
    "removePrefix": call("removePrefix", SHORT, words("ab.-", 5)),
    "removeSuffix": call("removeSuffix", SHORT, words("ab.-", 5)),
    "hasPrefix": call("hasPrefix", SHORT, words("ab.-", 5)),
    "hasSuffix": call("hasSuffix", SHORT, words("ab.-", 5)),
    "hasInfix": call("hasInfix", words("ab.-", 2).filter(lambda one: one != '""'), words("ab.-", 5)),
    "splitString": call("splitString", words("ab.-", 1), words("ab.-", 6)),
    "replaceStrings": st.tuples(st.lists(st.tuples(words("ab.", 2), words("abX", 3)), max_size=3), WORD).map(
        lambda found: (
            f"lib.replaceStrings [ {' '.join(one for one, _ in found[0])} ] "
            f"[ {' '.join(other for _, other in found[0])} ] {found[1]}"
        )
    ),
    "replaceString": call("replaceString", words("ab.", 2).filter(lambda one: one != '""'), WORD, WORD),
    **{name: call(name, NUMBER, NUMBER) for name in ("add", "sub", "mul", "min", "max")},
    **{name: call(name, NUMBER, st.integers(1, 3).map(str)) for name in ("div", "mod")},
    "toIntBase10": call("toIntBase10", st.sampled_from(['"007"', '" 12 "', '"-03"', '"0"'])),
    "boolToString": call("boolToString", BOOL),
    "fixedWidthString": call(
        "fixedWidthString", st.just("5"), st.sampled_from(['"0"', '" "']), words("ab.-", 5)
    ),
    "fixedWidthNumber": call(
        "fixedWidthNumber",
        st.integers(2, 4).map(str),
        st.one_of(st.integers(0, 99).map(str), words("012", 2)),
    ),
    "getName": call("getName", st.one_of(words("ab1.-", 7), st.just('{ pname = "a"; name = "b-1"; }'))),
    "getVersion": call("getVersion", st.one_of(words("ab1.-", 7), st.just('{ name = "b-1"; }'))),
    "concatImapStrings": call("concatImapStrings", st.just('n: x: "${toString n}${x}"'), TEXTS),
    "concatImapStringsSep": call("concatImapStringsSep", WORD, st.just('n: x: "${toString n}${x}"'), TEXTS),
    "concatLines": call("concatLines", TEXTS),
    "lowerChars": st.just("lib.lowerChars ++ lib.upperChars"),
    "toLower": call("toLower", WORD),
    "toUpper": call("toUpper", WORD),
    "toSentenceCase": call("toSentenceCase", WORD),
    "stringToCharacters": call("stringToCharacters", words("aB.-1", 6)),
    "stringAsChars": call("stringAsChars", st.just('c: if c == "." then "_" else c'), words("aB.-1", 6)),
    "toInt": call("toInt", st.sampled_from(['"7"', '" 12 "', '"-3"', '"0"'])),
    "setAttrByPath": call("setAttrByPath", st.sampled_from(['[ "p" ]', '[ "p" "q" ]', "[ ]"]), VALUE),
    "trim": call("trim", words(" \t\ra\nb", 6)),
    "escapeURL": call("escapeURL", words("aZ09._-~ +/%:&?=#", 8)),
    "concatStringsSep": call("concatStringsSep", WORD, TEXTS),
    "concatStrings": call("concatStrings", TEXTS),
    "concatMapStrings": call("concatMapStrings", st.just('x: "<${x}>"'), TEXTS),
    "concatMapStringsSep": call("concatMapStringsSep", WORD, st.just('x: "<${x}>"'), TEXTS),
    "optionalString": call("optionalString", BOOL, WORD),
    "toString": call(
        "toString", st.one_of(WORD, NUMBER, BOOL, st.just("null"), st.just("1.5"), st.just("1.0e-3"))
    ),
    "substring": call("substring", st.integers(0, 6).map(str), NUMBER, words("aB.-x", 6)),
    "stringLength": call("stringLength", WORD),
    "splitVersion": call("splitVersion", st.one_of(VERSION, WORD)),
    "compareVersions": call("compareVersions", VERSION, VERSION),
    "versionOlder": call("versionOlder", VERSION, VERSION),
    "versionAtLeast": call("versionAtLeast", VERSION, VERSION),
    "versions.major": call("versions.major", RELEASE),
    "versions.minor": call("versions.minor", RELEASE),
    "versions.patch": call("versions.patch", RELEASE),
    "versions.majorMinor": call("versions.majorMinor", RELEASE),
    "versions.pad": call("versions.pad", st.integers(0, 5).map(str), st.one_of(VERSION, RELEASE)),
    "baseNameOf": call("baseNameOf", words("a/.", 5)),
    "head": call("head", FULL),
    "last": call("last", FULL),
    "tail": call("tail", FULL),
    "init": call("init", FULL),
    "drop": call("drop", NUMBER, LIST),
    "take": call("take", NUMBER, LIST),
    "elemAt": st.just('lib.elemAt [ 1 "b" [ ] ] 2'),
    "map": call("map", st.just("x: [ x ]"), LIST),
    "optional": call("optional", BOOL, VALUE),
    "optionals": call("optionals", BOOL, LIST),
    "optionalAttrs": call("optionalAttrs", BOOL, SET),
    "concatLists": st.lists(LIST, max_size=3).map(lambda found: f"lib.concatLists [ {' '.join(found)} ]"),
    "flatten": call("flatten", LIST),
    "pipe": st.just('lib.pipe "a-b" [ (lib.removePrefix "a") lib.stringLength (x: x + 1) ]'),
    "mapAttrs": call("mapAttrs", st.just("n: v: [ n v ]"), SET),
    "genAttrs": call("genAttrs", TEXTS, st.just("n: n + n")),
    "getAttr": st.just('lib.getAttr "p" { p = 1; }'),
    "hasAttr": call("hasAttr", st.sampled_from(['"p"', '"zz"']), SET),
    "recursiveUpdate": call("recursiveUpdate", DEEP, DEEP),
    "removeAttrs": call("removeAttrs", SET, st.sampled_from(['[ "p" ]', "[ ]", '[ "q" "x" ]'])),
    "nameValuePair": call("nameValuePair", WORD, VALUE),
    "listToAttrs": st.lists(st.tuples(st.sampled_from(["p", "q"]), NUMBER), max_size=3).map(
        lambda found: (
            "lib.listToAttrs [ "
            + " ".join(f'{{ name = "{name}"; value = {value}; }}' for name, value in found)
            + " ]"
        )
    ),
    "attrNames": call("attrNames", SET),
    "forEach": call("forEach", LIST, st.just("x: [ x ]")),
    "concatMap": call("concatMap", st.just("x: [ x x ]"), LIST),
    "imap0": call("imap0", st.just("n: x: [ n x ]"), LIST),
    "imap1": call("imap1", st.just("n: x: [ n x ]"), LIST),
    "filter": call("filter", st.just('x: x != "a"'), TEXTS),
    "foldl'": call("foldl'", st.just("l: r: l + r"), WORD, TEXTS),
    "foldl": call("foldl", st.just("l: r: r + l"), WORD, TEXTS),
    "genList": call("genList", st.just("n: [ n ]"), st.integers(0, 5).map(str)),
    "length": call("length", LIST),
    "parseDrvName": call("parseDrvName", words("ab1.-", 7)),
    "elem": st.one_of(call("elem", WORD, TEXTS), call("elem", NUMBER, NUMBERS)),
    "any": call("any", st.just('lib.hasPrefix "a"'), TEXTS),
    "all": call("all", st.just('x: x != "a"'), TEXTS),
    "attrByPath": call("attrByPath", st.sampled_from(['[ "p" ]', '[ "p" "q" ]', "[ ]"]), VALUE, DEEP),
    "getAttrFromPath": call(
        "getAttrFromPath",
        st.sampled_from(['[ "p" ]', "[ ]"]),
        DEEP.map(lambda found: f"({found} // {{ p = 1; }})"),
    ),
    "singleton": call("singleton", VALUE),
    "toList": call("toList", st.one_of(VALUE, LIST)),
    "flip": call("flip", st.just("x: y: [ y x ]"), VALUE, VALUE),
    "mapAttrsToList": call("mapAttrsToList", st.just("n: v: [ n v ]"), SET),
    "mapAttrs'": call("mapAttrs'", st.just('n: v: { name = n + "x"; value = v; }'), SET),
    "genAttrs'": call("genAttrs'", TEXTS, st.just("n: { name = n; value = [ n ]; }")),
    "concatMapAttrs": call("concatMapAttrs", st.just('n: v: { ${n + "x"} = v; y = n; }'), SET),
    "mergeAttrsList": st.lists(SET, max_size=3).map(
        lambda found: f"lib.mergeAttrsList [ {' '.join(found)} ]"
    ),
    "filterAttrs": call("filterAttrs", st.just('n: v: n != "p"'), SET),
    "attrsToList": call("attrsToList", SET),
    "intersectAttrs": call("intersectAttrs", SET, SET),
    "functionArgs": call(
        "functionArgs", st.sampled_from(["({ }: 1)", "({ a, b ? 2, ... }: 1)", "(x: 1)", "({ a }@b: 1)"])
    ),
    "genericClosure": st.integers(1, 6).map(
        lambda most: (
            "lib.genericClosure { startSet = [ { key = 1; } { key = 1; a = 2; } ]; "
            f"operator = x: if x.key < {most} then [ {{ key = x.key + 1; }} {{ key = 3; }} ] else [ ]; }}"
        )
    ),
    "catAttrs": call(
        "catAttrs", st.just('"p"'), st.lists(SET, max_size=3).map(lambda found: f"[ {' '.join(found)} ]")
    ),
    "attrValues": call("attrValues", SET),
    "foldr": call("foldr", st.just("l: r: l + r"), WORD, TEXTS),
    "fold": call("fold", st.just("l: r: r + l"), WORD, TEXTS),
    "zipListsWith": call("zipListsWith", st.just("x: y: [ x y ]"), LIST, LIST),
    "zipLists": call("zipLists", LIST, LIST),
    **{name: call(name, LISTS) for name in ("cartesianProduct", "cartesianProductOfSets")},
    "mapCartesianProduct": call("mapCartesianProduct", st.just("s: [ s ]"), LISTS),
    "range": call("range", NUMBER, NUMBER),
    "reverseList": call("reverseList", LIST),
    "sort": st.one_of(
        call("sort", st.just("lib.versionOlder"), TEXTS),
        call("sort", st.just("x: y: lib.stringLength x < lib.stringLength y"), TEXTS),
    ),
    "naturalSort": call(
        "naturalSort", st.lists(words("a0129.-", 4), max_size=5).map(lambda w: f"[ {' '.join(w)} ]")
    ),
    "unique": call("unique", TEXTS),
    "findFirst": call("findFirst", st.just('lib.hasPrefix "a"'), VALUE, TEXTS),
    "partition": call("partition", st.just('lib.hasPrefix "a"'), TEXTS),
    "groupBy": call("groupBy", st.just("lib.toLower"), TEXTS),
    "foldlAttrs": call("foldlAttrs", st.just("l: n: v: l ++ [ n v ]"), LIST, SET),
    "getAttrs": st.just('lib.getAttrs [ "p" "q" ] { p = 1; q = [ ]; r = 2; }'),
    "zipAttrsWith": call(
        "zipAttrsWith",
        st.just("n: v: [ n v ]"),
        st.lists(SET, max_size=3).map(lambda found: f"[ {' '.join(found)} ]"),
    ),
    "collect": call("collect", st.just("lib.isString"), DEEP),
    "fromJSON": st.sampled_from(
        [
            "lib.fromJSON " + quoted(one)
            for one in ('{"a": [1, true, null, "x\\u00e9"]}', '"s"', "1.5", "[]", "-3")
        ]
    ),
    "fromTOML": st.just("lib.fromTOML " + quoted('a = 1\n[b]\nc = "x"\n[[d]]\ne = [ 1, 2 ]\n')),
    "lessThan": st.one_of(call("lessThan", WORD, WORD), call("lessThan", NUMBER, NUMBER)),
    "an order of lists": compared(NUMBERS, "<", "<=", ">", ">="),
    "an order of texts": compared(WORD, "<", "<=", ">", ">="),
    "an equality": st.one_of(*(compared(one, "==", "!=") for one in (VALUE, LIST, SET, DEEP))),
    "seq": st.just('lib.seq 1 "x"'),
    **{name: call(name, st.sampled_from(list(map(quoted, PATTERNS))), WORD) for name in ("match", "split")},
    **{
        name: call(name, st.one_of(VALUE, st.sampled_from(["1.5", "./x.nix", "x: x", "builtins.head"])))
        for name in (
            *("typeOf", "isNull", "isBool", "isInt", "isFloat", "isString", "isPath", "isList"),
            *("isAttrs", "isFunction"),
        )
    },
    "unsafeDiscardStringContext": st.just('lib.unsafeDiscardStringContext "x"'),
}
"""Calls of every function with a value that Nix can compute without nixpkgs."""


@pytest.mark.needs("nix-instantiate")
def test_every_function_has_the_values_of_nix(nix: Nix, tmp_path: Path) -> None:
    """After many calls of each function, no result is wrong, and all except a few corner cases are known."""
    made = [each for calls in CALLS.values() for each in examples(calls, 12)]
    wrong, unknown = disagreements(nix, tmp_path, made, theirs=LIB)
    assert wrong == []
    assert [each for each in unknown if "replaceStrings" not in each] == []
    assert len(unknown) < 10
    assert len(set(made)) > 350


def test_every_function_of_the_tables_is_tried() -> None:
    """Functions that only return their argument, or read files, have tests below."""
    elsewhere = {*files.TABLE, *passing.TABLE, "replaceChars", "cleanSource"}
    tried = {name.rpartition(".")[2] for name in CALLS}
    tables = {*text.TABLE, *lists.TABLE, *sets.TABLE, *files.TABLE, *passing.TABLE}
    assert tables - tried - elsewhere == set()


FILES: dict[str, str | bytes] = {
    "VERSION": "1.2.3\n",
    "two": "a\n\n",
    "pin.json": '{ "rev": "abc" }',
    "pin.toml": 'rev = "abc"\n',
    "Cargo.lock": '[[package]]\nname = "a"\nchecksum = "def"\n',
    "bad.json": "{",
    "dir/default.nix": "{ a = 1; }",
    "pins/a.json": "{}",
    "pins/deep/b.json": "{}",
    "f.nix": "{ x, y ? 2 }: [ x y ]",
    "latin": b"\xff",
}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("import ./dir", {"a": 1}),
        ("import ./dir/default.nix", {"a": 1}),
        ("import ./f.nix { x = 1; }", [1, 2]),
        ("pkgs.callPackage ./f.nix { x = 1; y = 3; }", [1, 3]),
        ("import { outPath = ./dir; }", {"a": 1}),
        ("builtins.readFile ./VERSION", "1.2.3\n"),
        ("lib.fileContents ./VERSION", "1.2.3"),
        ("lib.strings.fileContents ./two", "a\n"),
        ("lib.importJSON ./pin.json", {"rev": "abc"}),
        ("lib.importTOML ./pin.toml", {"rev": "abc"}),
        ("lib.importTOML ./Cargo.lock", {"package": [{"name": "a", "checksum": "def"}]}),
        ("builtins.fromJSON (builtins.readFile ./pin.json)", {"rev": "abc"}),
        ("builtins.fromTOML (builtins.readFile ./pin.toml)", {"rev": "abc"}),
        ("builtins.baseNameOf ./dir", "dir"),
        ("with lib; with builtins; trim (readFile ./VERSION)", "1.2.3"),
        ("(import ./missing.nix).a", UNKNOWN),
        ("lib.importJSON ./bad.json", UNKNOWN),
        ("builtins.readDir ./pins", {"a.json": "regular", "deep": "directory"}),
        ("builtins.attrNames (builtins.readDir ./none)", UNKNOWN),
        ("map baseNameOf (lib.filesystem.listFilesRecursive ./pins)", ["a.json", "b.json"]),
        ("lib.filesystem.listFilesRecursive ./none", UNKNOWN),
        ("builtins.readFileType ./pins", "directory"),
        ("builtins.readFileType ./two", "regular"),
        ("builtins.readFileType ./none", UNKNOWN),
        ("lib.pathIsDirectory ./pins", True),
        ("lib.pathIsDirectory ./two", False),
        ("lib.pathIsDirectory ./none", False),
        ("lib.pathIsRegularFile ./two", True),
        (
            'import (builtins.findFile [ { path = ./pins; prefix = ""; } { path = ./.; prefix = "x"; } ] "x/dir")',
            {"a": 1},
        ),
        ('builtins.findFile [ { path = ./pins; prefix = "x"; } ] "x/none"', UNKNOWN),
        ('builtins.readFile (builtins.toPath (toString ./. + "/VERSION"))', "1.2.3\n"),
        ("builtins.readFile ../outside", UNKNOWN),
        ("builtins.readFile /etc/passwd", UNKNOWN),
        ("builtins.baseNameOf ./.", UNKNOWN),
        ('builtins.stringLength (builtins.substring 0 1 "é")', 1),
    ],
)
def test_files_are_read_from_the_tree(expression: str, value: object) -> None:
    """A file outside of the tree, and an unreadable file, is unknown."""
    assert known(expression, FILES) == value


def test_text_of_a_file_remembers_its_file() -> None:
    """Every function that makes text of the file keeps the name of the file."""
    value = value_of('"v${lib.fileContents ./VERSION}"', FILES)
    assert isinstance(value, Str)
    assert (value.literal, value.blobs) == ("v1.2.3", ("VERSION",))


def test_bytes_that_are_not_utf_8_are_kept() -> None:
    """Each such byte is kept with the escape of Python."""
    assert known("builtins.readFile ./latin", FILES) == "\udcff"
    assert known("builtins.stringLength (builtins.readFile ./latin)", FILES) == 1


@pytest.mark.parametrize(
    "expression",
    [
        'lib.mkDefault "x"', 'lib.mkForce "x"', 'lib.mkIf true "x"', 'lib.warn "w" "x"', 'lib.trace 1 "x"',
        'lib.mkBefore "x"', 'lib.mkAfter "x"', 'lib.mkOverride 900 "x"', 'lib.warnIf true "w" "x"',
        'lib.throwIf false "w" "x"', 'lib.throwIfNot true "w" "x"', 'lib.id "x"',
        'builtins.deepSeq [ ] "x"', 'lib.recurseIntoAttrs "x"', 'recurseIntoAttrs "x"',
        'lib.hydraPlatforms "x"', 'lib.dontRecurseIntoAttrs "x"', 'lib.dontDistribute "x"',
    ],
)  # fmt: skip
def test_some_functions_return_their_argument(expression: str) -> None:
    """The value is the same as the value of the argument."""
    assert known(expression) == "x"


@pytest.mark.parametrize(
    "expression",
    [
        "cleanSource ./dir", "lib.cleanSource ./dir", "lib.cleanSourceWith { src = ./dir; filter = f; }",
        "lib.fileset.toSource { root = ./dir; fileset = x; }", "builtins.path { path = ./dir; name = n; }",
        "builtins.filterSource f ./dir", "pkgs.nix-gitignore.gitignoreSource ./dir", "gitignoreSource ./dir",
    ],
)  # fmt: skip
def test_filtered_sources_are_their_directory(expression: str) -> None:
    """The filter does not change the path."""
    value = value_of(expression, FILES)
    assert getattr(value, "path", None) == "dir"


def test_a_throw_is_no_option() -> None:
    """Only the other branch is possible. The same is true of `abort`."""
    assert known('if x then throw "no" else "yes"') == "yes"
    assert known('if x then abort "no" else "yes"') == "yes"


def test_functions_are_applied_to_each_option_of_a_choice() -> None:
    """If the condition is unknown, the result is a choice too."""
    assert options(value_of('lib.removePrefix "v" (if x then "v1" else "2")')) == {"then": "1", "else": "2"}
    assert options(value_of('lib.optionalString x "a"')) == {"then": "a", "else": ""}
    assert options(value_of("toString (if x then 1 else true)")) == {"then": "1", "else": "1"}


@pytest.mark.parametrize(
    "expression",
    [
        "lib.listToAttrs unknown", "lib.splitVersion unknown", "lib.take unknown [ 1 ]", "lib.head [ ]", "lib.last [ ]",
        "lib.tail [ ]", "lib.init [ ]", "lib.elemAt [ 1 ] 1", "lib.elemAt [ 1 ] (-1)",
        "lib.removeAttrs { a = 1; } unknown",
        "lib.hasAttr unknown { }", 'lib.replaceStrings [ "a" ] [ ] "a"', 'lib.substring (-1) 2 "abc"',
        'lib.versions.minor "1"', 'lib.versions.patch "1.2"', "lib.flatten [ unknown ]", "lib.concatLists [ unknown ]",
        "lib.genAttrs unknown (x: x)", "lib.mapAttrs (n: v: v) unknown", "lib.attrNames (unknown // { a = 1; })",
        "lib.attrValues unknown", 'lib.hasAttr "b" (unknown // { a = 1; })', 'lib.fromJSON "{"',
        "lib.stringLength unknown", 'lib.elem "a" [ unknown ]', "lib.elem unknown [ ]", "lib.length unknown",
        "lib.genList (n: n) unknown", 'lib.attrByPath [ "a" ] 1 unknown',
        'lib.attrByPath [ "b" ] 1 (unknown // { a = 1; })',
        'lib.concatStringsSep "," unknown', 'lib.removePrefix unknown "a"', "lib.pipe 1 unknown",
        "lib.map (x: x) unknown",
        'lib.toString [ 1 2 ]', "lib.nothingOfThisName 1",
    ],
)  # fmt: skip
def test_errors_and_outside_values_are_unknown(expression: str) -> None:
    """No function returns a known value for them."""
    assert known(expression) is UNKNOWN


def test_a_known_member_of_an_unknown_set_stays_known() -> None:
    """An unknown set that is merged below does not hide the member."""
    assert known('builtins.hasAttr "a" (unknown // { a = 1; })') is True


def test_functions_for_versions_are_in_lib_versions_alone() -> None:
    """`lib.major` is no such function."""
    assert isinstance(functions.member("versions", "major"), Builtin)
    assert functions.member("lib", "major") is None
    assert functions.member("lib", "fakeHash") is not None


def test_some_functions_are_known_by_name_alone() -> None:
    """The function callPackage is known in each set."""
    assert isinstance(functions.anywhere("callPackage"), Builtin)
    assert functions.anywhere("removePrefix") is None
    assert set(functions.top_names()) == {
        "import", "map", "toString", "throw", "abort", "removeAttrs", "baseNameOf", "dirOf", "isNull", "true", "false",
            "null", "builtins",
    }  # fmt: skip


def test_fakes_stay_fakes() -> None:
    """A placeholder is never a text."""
    value = value_of("lib.fakeHash")
    assert isinstance(value, Sym)
    assert value.key == ("fake", "fakeHash")


def test_texts_do_not_grow_without_end() -> None:
    """A value that doubles again and again is one unknown value, equal for equal texts."""
    lines = "".join(f"a{n} = a{n - 1} + a{n - 1};" for n in range(1, 60))
    evaluator = tree({"x.nix": f'let a0 = "x"; {lines} in [ a59 a59 ]'})
    one, other = (each.force() for each in getattr(evaluator.file("x.nix"), "items", ()))
    assert isinstance(one, Str)
    assert one.literal is None
    assert one.parts == other.parts


def test_lists_do_not_grow_without_end() -> None:
    """A list of too many items is one unknown value."""
    lines = "".join(f"a{n} = a{n - 1} ++ a{n - 1};" for n in range(1, 60))
    assert known(f"let a0 = [ 1 ]; {lines} in builtins.elemAt a59 0") is UNKNOWN


@pytest.mark.parametrize(
    "expression",
    [
        'lib.findFirst (p: p.name == "n1500") null packages',
        'builtins.head (builtins.filter (p: p.name == "n1500") packages)',
        "builtins.head (lib.groupBy (p: p.name) packages).n1500",
    ],
)
def test_one_package_of_a_long_lock_is_found(expression: str) -> None:
    """A lock of Cargo has hundreds of packages."""
    packages = "".join(f'[[package]]\nname = "n{n}"\nversion = "1.{n}"\n' for n in range(2000))
    files = {"Cargo.lock": packages}
    stated = f"let packages = (lib.importTOML ./Cargo.lock).package; in ({expression}).version"
    assert known(stated, files) == "1.1500"


def test_a_search_in_a_search_leaves_steps_for_the_rest() -> None:
    """A result that takes too many steps is unknown alone: what comes after it is known."""
    packages = "".join(f'[[package]]\nname = "n{n}"\ndependencies = ["n{n}"]\n' for n in range(600))
    inner = "lib.findFirst (q: q.name == builtins.head p.dependencies) null packages"
    first = f"lib.findFirst (p: ({inner}) == 1) 2 packages"
    stated = f"let packages = (lib.importTOML ./Cargo.lock).package; a = {first};"
    files = {"Cargo.lock": packages}
    assert known(f'{stated} b = "1." + "0"; in builtins.seq a b', files) == "1.0"
    text = value_of(f'{stated} in "${{toString a}}/" + ("1." + "0")', files)
    assert isinstance(text, Str)
    assert text.parts[-1] == "/1.0"


def test_choices_do_not_multiply_without_end() -> None:
    """A function over choices of choices ends."""
    lines = "".join(f"a{n} = if x{n} then a{n - 1} else lib.toUpper a{n - 1};" for n in range(1, 60))
    value = value_of(f'let a0 = "x"; {lines} in lib.removePrefix "v" a59')
    assert isinstance(value, (Choice, Sym, Apply))


@pytest.mark.parametrize("name", sorted({*text.TABLE, *lists.TABLE, *sets.TABLE, *files.TABLE}))
def test_no_function_fails_on_anything(name: str) -> None:
    """A function returns a value for any arguments: an error of Nix is an unknown value."""
    evaluator = tree(FILES)
    kinds = ["null", "true", "1", "1.5", '"x"', "./VERSION", "[ 1 ]", "{ a = 1; }", "x: x", "unknown", "map"]
    entry = {**text.TABLE, **lists.TABLE, **sets.TABLE, **files.TABLE}[name]
    values = [Thunk.of(value_of(kind)) for kind in kinds]
    values.append(Thunk.of(value_of('if x then "a" else [ 1 ]')))
    for first in values:
        for last in values:
            arguments = [first] * (entry[0] - 1) + [last]
            assert _called(evaluator, entry[1], arguments) is not None


def _called(evaluator: object, function: Callable[..., object], arguments: list[Thunk]) -> object:
    return function(evaluator, *arguments)
