{ stdenv, nodejs, cacert }:

stdenv.mkDerivation {
  name = "mixed-deps";
  src = ./.;
  nativeBuildInputs = [ nodejs cacert ];
  outputHashMode = "recursive";
  outputHash = "sha256-cR7Fw+lc+rRSH7cQMgnN5uK0NyHto6pCMa4Tm3jYpB4=";
  buildPhase = ''
    yarn --frozen-lockfile
    cargo fetch
  '';
  installPhase = ''
    cp -r .mixed/p $out
  '';
}
