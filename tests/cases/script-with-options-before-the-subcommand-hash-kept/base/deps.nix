{ stdenvNoCC, nodejs }:
stdenvNoCC.mkDerivation {
  name = "kestrel-deps";
  src = ./.;
  nativeBuildInputs = [ nodejs ];
  buildPhase = ''
    npm --no-audit --cache $TMP ci
  '';
  installPhase = "cp -r packages $out";
  outputHashMode = "recursive";
  outputHash = "sha256-zuawLgVCWvY+eMouuDo8yflx9gLfgAYyc33bjTQ8TEI=";
}
