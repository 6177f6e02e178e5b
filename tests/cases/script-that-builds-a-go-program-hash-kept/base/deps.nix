{ stdenvNoCC, nodejs }:
stdenvNoCC.mkDerivation {
  name = "kestrel-deps";
  src = ./.;
  nativeBuildInputs = [ nodejs ];
  buildPhase = ''
    go build -o packages/kestrel .
  '';
  installPhase = "cp -r packages $out";
  outputHashMode = "recursive";
  outputHash = "sha256-CwaAgQsmBhlMSfv+bgTx9dQtvd+JUo3BxnTRIgddm8k=";
}
