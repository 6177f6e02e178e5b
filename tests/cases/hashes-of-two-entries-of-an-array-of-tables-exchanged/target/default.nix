{ lib, fetchurl }:
lib.listToAttrs (map (p: lib.nameValuePair p.name (fetchurl { url = lib.replaceStrings [ "{version}" ] [ p.version ] p.url; inherit (p) hash; })) (lib.importTOML ./pins.toml).pin)
