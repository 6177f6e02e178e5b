{ stdenv, bun, src }:

stdenv.mkDerivation {
  name = "tool-deps";
  inherit src;
  nativeBuildInputs = [ bun ];
  buildPhase = ''
    bun install --frozen-lockfile
  '';
  installPhase = ''
    cp -r node_modules $out
  '';
  outputHashMode = "recursive";
  outputHash = "sha256-FYsulQP2/tZe7TN7K/2igMQ417plueYDu6uhzSFc8LM=";
}
