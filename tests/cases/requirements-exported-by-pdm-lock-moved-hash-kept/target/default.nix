{
  stdenvNoCC,
  pdm,
  cacert,
}:
stdenvNoCC.mkDerivation {
  name = "wheels";
  src = ./.;
  nativeBuildInputs = [
    pdm
    cacert
  ];
  buildPhase = ''
    export HOME=$TMPDIR
    pdm export -o all.txt
    pip download -r all.txt -d $out
  '';
  outputHashMode = "recursive";
  outputHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
