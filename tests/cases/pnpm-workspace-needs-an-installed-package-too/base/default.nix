{
  stdenv,
  fetchPnpmDeps,
  pnpm,
  pnpmConfigHook,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "reader";
  version = "0.2.0";

  src = ./.;

  pnpmWorkspaces = [ "@app/reader..." ];

  pnpmDeps = fetchPnpmDeps {
    inherit (finalAttrs) pname version src pnpmWorkspaces;
    inherit pnpm;
    fetcherVersion = 2;
    hash = "sha256-5usF7RnDh1QlJ+oKUGfxt/dAtw0L2a8vD1nafeTSiw4=";
  };

  nativeBuildInputs = [
    pnpm
    pnpmConfigHook
  ];
})
