{ stdenv, bun, src }:

stdenv.mkDerivation {
  name = "tool-deps";
  inherit src;
  nativeBuildInputs = [ bun ];
  buildPhase = ''
    runHook preBuild
    export HOME=$(mktemp -d)
    bun install --frozen-lockfile
  '';
  installPhase = ''
    runHook preInstall
    cp -r node_modules $out
  '';
  outputHashMode = "recursive";
  outputHash = "sha256-FYsulQP2/tZe7TN7K/2igMQ417plueYDu6uhzSFc8LM=";
}
