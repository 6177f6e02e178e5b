{ lib, fetchurl }:

let
  version = "2.13.4";
  tag = "release-2.13.4";
  longTag = "2.13.4-final";
  candidate = "2";
  build = 4022;
  commit = "3696cad96cbfa2a834b0ca0d10a6f12df4f389d0";
  codename = "Betony";
in
{
  replace-strings = fetchurl {
    url = "https://dl.example.org/replace-strings/pkg-${builtins.replaceStrings [ "." ] [ "_" ] version}.tar.gz";
    hash = "sha256-kXquLj3NiRry+C+nfnQXi2hlE7+RTgjb6XJqqyzvI40=";
  };

  remove-prefix = fetchurl {
    url = "https://dl.example.org/remove-prefix/pkg-${lib.removePrefix "release-" tag}.tar.gz";
    hash = "sha256-wqnck6Q3hiUQSFT0N5CORefg9CDnPhXP0qranhPBnJ4=";
  };

  remove-suffix = fetchurl {
    url = "https://dl.example.org/remove-suffix/pkg-${lib.strings.removeSuffix "-final" longTag}.tar.gz";
    hash = "sha256-B0jsx2P4eT8lzTGGeaPFi4hohFC1dccbgI5BmkJDkPc=";
  };

  concat-strings = fetchurl {
    url = "https://dl.example.org/concat-strings/pkg-${lib.concatStrings [ "v" version ]}.tar.gz";
    hash = "sha256-lhDC3ppRx65PhFkHffzzXIZBiOVqWGGUqvLnIDP6AL0=";
  };

  concat-strings-sep = fetchurl {
    url = "https://dl.example.org/concat-strings-sep/pkg-${builtins.concatStringsSep "-" (lib.splitString "." version)}.tar.gz";
    hash = "sha256-5CHe1WOtbdSKeJqYbGu+qA+atXOOg/egukgFI5qhWQQ=";
  };

  concat-map = fetchurl {
    url = "https://dl.example.org/concat-map/pkg-${lib.concatMapStringsSep "+" (part: "p${part}") (lib.splitVersion version)}.tar.gz";
    hash = "sha256-i7HbZubNrgL7BSzSfTkk4pOeo9V+6qEkC5UNNCI7oOc=";
  };

  optional-string = fetchurl {
    url = "https://dl.example.org/optional-string/pkg-${lib.optionalString (candidate != null) "rc${candidate}"}.tar.gz";
    hash = "sha256-DbO6cJcwGmZZeo3XU6+rBOr5YeWGt19znmZR/Y0SUb4=";
  };

  major = fetchurl {
    url = "https://dl.example.org/major/pkg-${lib.versions.major version}.tar.gz";
    hash = "sha256-wkteib5u6mkezXVGnuYgSp3okKODRDjsDhEear+0H9Y=";
  };

  minor = fetchurl {
    url = "https://dl.example.org/minor/pkg-${lib.versions.minor version}.tar.gz";
    hash = "sha256-/PXvpFq/wXD/bEiYHquuSTXCOBI8tCSUU/U8dpauEco=";
  };

  patch = fetchurl {
    url = "https://dl.example.org/patch/pkg-${lib.versions.patch version}.tar.gz";
    hash = "sha256-HV9Mw4ncw2on1GtpFCOc0HoMHHQyUDJ/SZSDs2Hdonc=";
  };

  major-minor = fetchurl {
    url = "https://dl.example.org/major-minor/pkg-${lib.versions.majorMinor version}.tar.gz";
    hash = "sha256-5ZIO47/67AuSl+TQ0g3qSpLM9Akw1xv5QQh3jnBb3n0=";
  };

  to-string = fetchurl {
    url = "https://dl.example.org/to-string/pkg-${toString build}.tar.gz";
    hash = "sha256-BqL1PiYvzF8A/wTl20YodddemtlUsUlWqw6Ge5abQxA=";
  };

  substring = fetchurl {
    url = "https://dl.example.org/substring/pkg-${builtins.substring 0 8 commit}.tar.gz";
    hash = "sha256-IaBbGwrGwVsjV/7H1tocJJYjQGBDk1AwbhNtkxZtBaU=";
  };

  head = fetchurl {
    url = "https://dl.example.org/head/pkg-${builtins.head (lib.splitString "-" longTag)}.tar.gz";
    hash = "sha256-Pxy/BVLGeBVbb/S7B8u3C0qUc18gQXCz1k0kVxLFj8g=";
  };

  last = fetchurl {
    url = "https://dl.example.org/last/pkg-${lib.last (lib.splitString "." version)}.tar.gz";
    hash = "sha256-6WysZIl9lyOLvJ/Pd8AK0T/hytaiAgnJgvJvpk8l7t0=";
  };

  elem-at = fetchurl {
    url = "https://dl.example.org/elem-at/pkg-${builtins.elemAt (builtins.splitVersion version) 1}.tar.gz";
    hash = "sha256-DULzQ4lgsjkUX4D0JoeJl/OUUZ90gWhbWcZbXo0KBnI=";
  };

  to-lower = fetchurl {
    url = "https://dl.example.org/to-lower/pkg-${lib.toLower codename}.tar.gz";
    hash = "sha256-JJs2j5+Kykus66GsdDfdtBuhSCvLhKv9znxtbB+sbEM=";
  };

  plus = fetchurl {
    url = "https://dl.example.org/plus/pkg-${"v" + version}.tar.gz";
    hash = "sha256-xQH/NCnAwFyQGfvgq0llozsZb26MNfw3o5eaMlWR3mk=";
  };

  pipe = fetchurl {
    url = "https://dl.example.org/pipe/pkg-${lib.pipe version [ (lib.splitString ".") lib.last ]}.tar.gz";
    hash = "sha256-fZFRC29IrcvCgZkteTkbauxPbrGBqX7ZFaVVfxelcME=";
  };

  tail = fetchurl {
    url = "https://dl.example.org/tail/pkg-${lib.concatStringsSep "." (builtins.tail (lib.splitVersion version))}.tar.gz";
    hash = "sha256-JYUgqNKiPRgvwT0M3zrgF8PtqFlOPc1yuXenQepRN4A=";
  };

  replace-string = fetchurl {
    url = "https://dl.example.org/replace-string/pkg-${lib.replaceString "." "-" version}.tar.gz";
    hash = "sha256-R0O0H4/uPl/JPC/v7pp48h4xoxNCcLR6uU9frvuq+y8=";
  };
}
