{
  pkgs,
  version,
  hash,
}:

pkgs.stdenv.mkDerivation {
  pname = "plover";
  inherit version;

  src = pkgs.fetchFromGitLab {
    owner = "plover";
    repo = "plover";
    rev = "v${version}";
    inherit hash;
  };
}
