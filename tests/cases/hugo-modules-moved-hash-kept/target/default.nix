{
  stdenvNoCC,
  hugo,
  cacert,
}:
stdenvNoCC.mkDerivation {
  name = "site-modules";
  src = ./.;
  nativeBuildInputs = [
    hugo
    cacert
  ];
  buildPhase = ''
    export HOME=$TMPDIR
    hugo mod vendor
    mv _vendor $out
  '';
  outputHashMode = "recursive";
  outputHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
