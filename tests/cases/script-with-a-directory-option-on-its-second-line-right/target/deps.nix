{ stdenvNoCC, nodejs }:
stdenvNoCC.mkDerivation {
  name = "kestrel-deps";
  src = ./.;
  nativeBuildInputs = [ nodejs ];
  buildPhase = ''
    npm ci \
      --prefix ui
  '';
  installPhase = "cp -r packages $out";
  outputHashMode = "recursive";
  outputHash = "sha256-lVklajEWsbQW0TWvUTff0iuir9Cquxzn9vuKsjsqLSM=";
}
