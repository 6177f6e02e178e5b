{ fetchsvn, stdenv, system ? "x86_64-linux" }:
stdenv.mkDerivation rec {
  pname = "mapedit";
  version = "13100";
  src = fetchsvn rec {
    url = "https://svn.example.org/mapedit/trunk";
    sha256 = {
      "x86_64-linux" = "sha256-1fPdskn6PSwn8ntsE0zDnC5PWIZhxcBIj3tDMu9XqfQ=";
      "aarch64-linux" = "sha256-rQQvQeBNnTELbQSYUgaZHz+tvSSyjHH89Qdx1MCePhM=";
    }.${system};
    rev = version;
  };
}
