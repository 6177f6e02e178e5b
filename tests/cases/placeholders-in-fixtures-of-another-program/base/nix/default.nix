{ lib, fetchurl }:

let s = lib.importJSON ./pin.json; in fetchurl { inherit (s) url sha256; }
