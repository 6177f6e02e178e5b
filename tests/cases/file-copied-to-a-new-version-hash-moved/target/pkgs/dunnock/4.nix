{
  stdenv,
  fetchFromGitLab,
}:

stdenv.mkDerivation (finalAttrs: {
  pname = "dunnock";
  version = "4.9.2";

  src = fetchFromGitLab {
    owner = "dunnock";
    repo = "dunnock";
    tag = finalAttrs.version;
    hash = "sha256-lf0XQ6YF5Jw9FOqvm5jrOeksaAfD+YEwmfIUgzgAT8E=";
  };
})
