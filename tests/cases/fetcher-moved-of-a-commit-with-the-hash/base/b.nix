{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation rec {
  pname = "wren";
  version = "1.4.0";
  src = fetchFromGitHub {
    owner = "birds";
    repo = "wren";
    rev = version;
    hash = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
  };
}
