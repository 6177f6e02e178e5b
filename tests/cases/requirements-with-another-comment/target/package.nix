{ stdenv, python3 }:

stdenv.mkDerivation {
  name = "ledger-wheels";
  src = ./.;
  nativeBuildInputs = [ python3.pkgs.pip ];
  buildPhase = "pip download -r requirements.txt -d $out";
  outputHashMode = "recursive";
  outputHash = "sha256-Tn4uQm8X0kY7wTr3c5VbLs2Gd9hZp1aEo6fRi4yNt8A=";
}
