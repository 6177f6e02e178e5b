{ lib, fetchurl }:
let mk = name: v: fetchurl { url = "https://e.org/${name}-${v.version}.tgz"; inherit (v) hash; };
in lib.pipe ./t.json [ builtins.readFile builtins.fromJSON (builtins.mapAttrs mk) ]
