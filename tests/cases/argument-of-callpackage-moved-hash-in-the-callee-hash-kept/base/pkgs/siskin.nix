{
  stdenv,
  fetchFromGitHub,
  version,
}:

stdenv.mkDerivation {
  pname = "siskin";
  inherit version;
  src = fetchFromGitHub {
    owner = "siskin";
    repo = "siskin";
    rev = "v${version}";
    hash = "sha256-Z8B3wJ0/9yOMbUARmDuYvgyF1akzKVLLkadmo+Gx7Ls=";
  };
}
