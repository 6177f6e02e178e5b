{ lib, stdenvNoCC, bun }:
let
  hashes = {
    x86_64-linux = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    aarch64-darwin = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
  };
in
stdenvNoCC.mkDerivation {
  pname = "site-deps";
  version = "1";
  src = lib.cleanSource ./.;
  nativeBuildInputs = [ bun ];
  buildPhase = ''
    bun install \
      --filter site \
      --frozen-lockfile
  '';
  installPhase = "cp -R node_modules $out";
  outputHashMode = "recursive";
  outputHash = hashes.${stdenvNoCC.hostPlatform.system};
}
