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
    tag = "v1.0.0";
    hash = "sha256-g2HRep5RqaM9+nLAsBC6OokkUwhP0czz3Wh+nMfUCdo=";
  };

  nativeBuildInputs = [ yarn ];
  buildPhase = "yarn install --frozen-lockfile --modules-folder $out";

  outputHashMode = "recursive";
  outputHash =
    {
      x86_64-linux = "sha256-ANxeanUjBGrTn9wCtz5SwiwKxbubZeeLzZF9RSLcT0Q=";
      aarch64-linux = "sha256-Eug2AhpyMf2StKqKLQM8pIJ/ii2mTpkzVN8uff9i3gc=";
    }
    .${stdenvNoCC.hostPlatform.system};
})
