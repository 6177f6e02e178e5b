{ stdenv, fetchurl }: { version }:
stdenv.mkDerivation {
  name = "tool-${version}";
  src = fetchurl { url = "https://example.org/tool-${version}.tgz"; hash = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc="; };
}
