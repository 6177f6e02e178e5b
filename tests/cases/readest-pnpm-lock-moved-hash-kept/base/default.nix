{
  stdenv,
  nodejs,
  pnpm_9,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "readest";
  version = "0.9.30";

  src = ./.;

  pnpmDeps = pnpm_9.fetchDeps {
    inherit (finalAttrs) pname version src;
    fetcherVersion = 2;
    hash = "sha256-SW2U0lN1uky6t6pHX/H5/yMCyCwRJFHxAbg0JQRj3PY=";
  };

  nativeBuildInputs = [
    nodejs
    pnpm_9.configHook
  ];
})
