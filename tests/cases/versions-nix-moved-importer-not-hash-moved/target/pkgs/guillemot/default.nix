{
  stdenv,
  fetchFromGitHub,
}:

stdenv.mkDerivation {
  pname = "guillemot";
  version = (import ../../versions.nix).guillemot;

  src = fetchFromGitHub {
    owner = "auk";
    repo = "guillemot";
    rev = (import ../../versions.nix).guillemot;
    hash = "sha256-NyTsHr+YBlOcchAfzOtzUGMcMryllrkb8L6mbCF1HVA=";
  };
}
