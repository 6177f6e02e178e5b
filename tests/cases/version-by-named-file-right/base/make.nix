{ stdenv, fetchurl }: { version }:
stdenv.mkDerivation {
  name = "tool-${version}";
  src = fetchurl { url = "https://example.org/tool-${version}.tgz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
