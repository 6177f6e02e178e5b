{ lib, fetchurl }:
let
  pins = lib.mapAttrs (n: _: builtins.readFile (./pins + "/${n}")) (builtins.readDir ./pins);
in {
  a = fetchurl { url = "https://e.org/a-${pins.a}.tgz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  b = fetchurl { url = "https://e.org/b-${pins.b}.tgz"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
}
