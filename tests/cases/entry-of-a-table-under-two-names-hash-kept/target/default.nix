{ fetchurl, fetchzip, fetchgit, lib }: let
  version = "1.5.0";
  data = lib.importJSON ./hashes.json;
  plain = { v, hash }: fetchurl { url = "https://example.org/t-${v}.tar.gz"; inherit hash; };
  get = { kind, hash, ... }: let t = rec { zip = fetchzip { url = "https://example.org/z-${version}.zip"; inherit hash; }; tar = plain { v = version; inherit hash; }; tgz = tar; }; in t.${kind};
in { a = get data.a; b = get data.b; }