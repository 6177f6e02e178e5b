{ mkSbtDerivation }:

mkSbtDerivation {
  pname = "ledger";
  version = "0";
  src = ./.;
  depsSha256 = "sha256-Qm7uJm0X8kYw3rTn5cVbL2sGd9hZp1aEo6fRi4yNt8A=";
}
