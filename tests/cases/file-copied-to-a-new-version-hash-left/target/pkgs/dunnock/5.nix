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
    hash = "sha256-lf0XQ6YF5Jw9FOqvm5jrOeksaAfD+YEwmfIUgzgAT8E=";
  };
})
