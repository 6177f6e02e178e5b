{
  stdenv,
  fetchFromGitHub,
  version,
  hash,
}:

stdenv.mkDerivation {
  pname = "quorum";
  inherit version;

  src = fetchFromGitHub {
    owner = "quorum-db";
    repo = "quorum";
    tag = version;
    inherit hash;
  };
}
