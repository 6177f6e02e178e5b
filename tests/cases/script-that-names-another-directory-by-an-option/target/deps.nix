{ stdenvNoCC, nodejs }:
stdenvNoCC.mkDerivation {
  name = "kestrel-deps";
  src = ./.;
  nativeBuildInputs = [ nodejs ];
  buildPhase = ''
    npm ci --prefix ui
  '';
  installPhase = "cp -r packages $out";
  outputHashMode = "recursive";
  outputHash = "sha256-vJf0sE2SREkX+4kbj3wAldqLAjwOqnXPfy4sYQKxGfE=";
}
