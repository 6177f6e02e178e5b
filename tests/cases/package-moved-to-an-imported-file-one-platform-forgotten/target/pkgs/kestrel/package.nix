{ fetchurl, stdenv, system }:

stdenv.mkDerivation rec {
  pname = "kestrel";
  version = "1.5.0";
  src = fetchurl {
    url = "https://example.org/latest/${system}.zip";
    hash = {
      x86_64-linux = "sha256-LDpCSddwcAWGSdvYItyveVdYb85CjPssqIuUdB7aiwc=";
      aarch64-darwin = "sha256-fclvd2yEI+V6J4VImj+cQ/tudWh21q2anKxKpOcuwZM=";
    }.${system};
  };
}
