{ fetchurl, stdenv }:
let
  version = "1.0";
in
{
  linux = {
    x86_64-linux = fetchurl { url = "https://files.example.org/w-${version}.tgz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
    x86_64-darwin = fetchurl { url = "https://files.example.org/w-0.9-mac.dmg"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  };
  inherit version;
}
