{ stdenv, fetchurl, tool }:
stdenv.mkDerivation {
  pname = "theme";
  version = "3.0";
  nativeBuildInputs = [ tool ];
  src = fetchurl {
    url = "https://dl.example.org/theme-3.0.tar.gz";
    hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
  };
}
