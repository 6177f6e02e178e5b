{ lib, fetchurl, stdenv }:
let s = lib.importJSON ./sources.json; system = stdenv.hostPlatform.system; in
fetchurl { url = "https://example.org/${s.version}/${system}.tgz"; name = "t.tgz"; hash = s.${system}; }
