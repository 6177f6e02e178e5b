{ stdenv, nodejs, cacert }:

stdenv.mkDerivation {
  name = "spago-deps";
  src = ./.;
  nativeBuildInputs = [ nodejs cacert ];
  outputHashMode = "recursive";
  outputHash = "sha256-cR7Fw+lc+rRSH7cQMgnN5uK0NyHto6pCMa4Tm3jYpB4=";
  buildPhase = ''
    npm ci
    npx --no-install spago install
  '';
  installPhase = ''
    cp -r .spago/p $out
  '';
}
