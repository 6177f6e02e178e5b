{
  stdenv,
  fetchFromGitHub,
  version,
}:

stdenv.mkDerivation {
  pname = "ouzel";
  inherit version;
  src = fetchFromGitHub {
    owner = "ouzel";
    repo = "ouzel";
    tag = "v${version}";
    hash = "sha256-DIhg674TGTXIEK/JNXgxOc7/6rNxYsKz8OMlD7zCpfM=";
  };
}
