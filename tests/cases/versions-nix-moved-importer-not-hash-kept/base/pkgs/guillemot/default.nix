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
    hash = "sha256-5UsncCjDUEPO/BjAIiaIeWFp9ftJhVE76lp9E5sn/d4=";
  };
}
