{
  stdenv,
  fetchFromGitLab,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "dunnock";
  version = "5.0.0";

  src = fetchFromGitLab {
    owner = "dunnock";
    repo = "dunnock";
    tag = finalAttrs.version;
    hash = "sha256-y5LaqdERccrWKsrJVvhxYon6NWoDePfk/ydPzVmpkUw=";
  };
})
