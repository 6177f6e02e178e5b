{
  stdenv,
  cargo,
  cacert,
}:
stdenv.mkDerivation {
  name = "ferro-crates";
  src = ./.;
  nativeBuildInputs = [
    cargo
    cacert
  ];
  buildPhase = ''
    export CARGO_HOME=$TMPDIR
    cargo vendor --locked $out
  '';
  outputHashMode = "recursive";
  outputHash = "sha256-aL7lnhaPKjzl+5DDe2Jocne6Q0BhB2pkUQRAq6/EyeM=";
}
