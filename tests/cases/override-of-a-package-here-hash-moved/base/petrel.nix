{
  stdenv,
  fetchFromGitHub,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "petrel";
  version = "1.2.4";

  src = fetchFromGitHub {
    owner = "petrel-sim";
    repo = "petrel";
    tag = "v${finalAttrs.version}";
    hash = "sha256-OAHAiwACfzf6UfD0vsfPC4bXWhKi/QvQr7ev073G4xw=";
  };
})
