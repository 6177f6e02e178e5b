{ stdenvNoCC, nodejs }:
stdenvNoCC.mkDerivation {
  name = "kestrel-deps";
  src = ./.;
  nativeBuildInputs = [ nodejs ];
  buildPhase = ''
    yarn --immutable
  '';
  installPhase = "cp -r packages $out";
  outputHashMode = "recursive";
  outputHash = "sha256-NLsvBT3AiwuX/PtPqZuPYxaw5U2Z2jFBTMPvqmbY3O8=";
}
