{ stdenvNoCC, nodejs }:
stdenvNoCC.mkDerivation {
  name = "kestrel-deps";
  src = ./.;
  nativeBuildInputs = [ nodejs ];
  buildPhase = ''
    yarn --version
    ls -l yarn.lock
    yarn run list
  '';
  installPhase = "cp -r packages $out";
  outputHashMode = "recursive";
  outputHash = "sha256-wWr9nHOEFUR1tWQrvdtXKSnj6IinZWd71ZpBHBTeHJQ=";
}
