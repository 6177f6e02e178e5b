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
  outputHash = "sha256-qqMWNxj/86OoMQ3LR7T/wj0xUErNIZiWu9pGmbkIRMg=";
}
