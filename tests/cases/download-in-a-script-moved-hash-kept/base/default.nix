{
  runCommand,
  stdenvNoCC,
  cacert,
  curl,
}:

let
  version = "1.4.0";
in
{
  model = runCommand "linnet-model-${version}" {
    nativeBuildInputs = [
      cacert
      curl
    ];
    outputHash = "sha256-MxEu4U7kacPrUv6QMi7IHdQEoAk9Vlptcc53y8gSTjs=";
    outputHashMode = "recursive";
  } ''
    mkdir $out
    ${curl}/bin/curl -L https://linnet.example/models/${version}.tar.gz | tar xz -C $out
  '';

  notes = stdenvNoCC.mkDerivation {
    name = "linnet-notes";
    nativeBuildInputs = [
      cacert
      curl
    ];
    buildCommand = ''
      curl -L https://linnet.example/notes.txt > $out # n1
    '';
    outputHash = "sha256-P1JM3AehHXxiIL2wSf6N1BsnSDyWzFm1geAi1UcpDWk=";
  };
}
