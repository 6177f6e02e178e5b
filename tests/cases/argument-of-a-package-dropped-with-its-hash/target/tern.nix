{ stdenv, fetchFromGitHub, version ? "1.5.0" }:
stdenv.mkDerivation {
  pname = "tern";
  inherit version;
  src = fetchFromGitHub {
    owner = "acme";
    repo = "tern";
    tag = "v${version}";
    hash = "sha256-ykArtSS3n7B/0u+5IlsjsoCW8QGgVlMXlT8vY0x6jTo=";
  };
}
