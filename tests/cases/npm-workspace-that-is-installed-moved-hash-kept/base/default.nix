{ stdenv, nodejs }:

stdenv.mkDerivation {
  name = "site-modules";
  src = ./.;
  nativeBuildInputs = [ nodejs ];
  buildPhase = "npm ci --workspace=site --ignore-scripts --no-audit";
  installPhase = "rm node_modules/.package-lock.json; cp -r node_modules $out";
  outputHashMode = "recursive";
  outputHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
