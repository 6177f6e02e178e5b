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
  outputHash = "sha256-/1TsrkNG/xAW4IU46RTgDq9nEstBW8RMC/3T1VyXaag=";
}
