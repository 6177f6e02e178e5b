{
  stdenvNoCC,
  fetchFromGitHub,
  yarn,
}:

stdenvNoCC.mkDerivation (finalAttrs: {
  name = "smew-ui-modules";

  src = fetchFromGitHub {
    owner = "smew";
    repo = "smew-ui";
    tag = "v1.1.0";
    hash = "sha256-547mk9qbOIoSPVwK5GB4OXSqUDq+4L7qONX30IBs8NE=";
  };

  nativeBuildInputs = [ yarn ];
  buildPhase = "yarn install --frozen-lockfile --modules-folder $out";

  outputHashMode = "recursive";
  outputHash =
    {
      x86_64-linux = "sha256-zH7X7tMV81u2CEQ4PPY9S1w6KXvsHeBnfKqLt+Yv79M=";
      aarch64-linux = "sha256-Eug2AhpyMf2StKqKLQM8pIJ/ii2mTpkzVN8uff9i3gc=";
    }
    .${stdenvNoCC.hostPlatform.system};
})
