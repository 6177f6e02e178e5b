final: prev:
let
  versions = import ./versions.nix;
  mk = { version, hash }: prev.ruby.overrideAttrs { inherit version; src = final.fetchurl { url = "https://cache.ruby-lang.org/pub/ruby/${final.lib.versions.majorMinor version}/ruby-${version}.tar.gz"; inherit hash; }; };
in
prev.lib.mapAttrs' (k: v: { name = "ruby_${builtins.replaceStrings [ "." ] [ "_" ] k}"; value = mk v; }) versions
