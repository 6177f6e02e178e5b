{
  stdenvNoCC,
  nodejs,
  bun,
  src,
}:

stdenvNoCC.mkDerivation {
  pname = "dabchick-node-modules";
  version = "0";
  inherit src;

  nativeBuildInputs = [ bun ];

  buildPhase = ''
    export HOME=$TMPDIR
    bun install --frozen-lockfile --no-progress
    if [ -d node_modules/.cache ]; then
      rm -r node_modules/.cache
    fi
  '';

  installPhase = ''
    cp -r node_modules $out
  '';

  outputHashMode = "recursive";
  outputHash = "sha256-6SGs7bEwKxIFMBajbW0VbUlr16raq5AMkJD0VDG2ZAY=";
}
