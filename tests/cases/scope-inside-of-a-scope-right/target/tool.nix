{ stdenv, fetchFromGitHub, release }:
stdenv.mkDerivation {
  pname = "tool";
  version = "1";
  src = fetchFromGitHub {
    owner = "example";
    repo = "tool";
    tag = release;
    hash = "sha256-ap0m+blXo2U+jlNtw7MPOZNVAyW4OePhwAqDT+MvgEw=";
  };
}
