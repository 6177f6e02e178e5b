{ stdenv, fetchFromGitHub }:
stdenv.mkDerivation {
  pname = "tide";
  version = "1.1";
  src = fetchFromGitHub {
    owner = "example";
    repo = "tide";
    rev = "11f6ad8ec52a2984abaafd7c3b516503785c2072";
    hash = "sha256-iiiSmsf5oX6XpCGsLNY6xzVo6+h7wM7mQaGT2Rx2FXc=";
  };
}
