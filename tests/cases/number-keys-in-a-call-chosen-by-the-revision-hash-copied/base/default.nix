{ fetchsvn, stdenv }:
stdenv.mkDerivation rec {
  pname = "mapedit";
  version = "13053";
  src = fetchsvn rec {
    url = "https://svn.example.org/mapedit/trunk";
    sha256 = builtins.getAttr rev {
      "12545" = "sha256-1fPdskn6PSwn8ntsE0zDnC5PWIZhxcBIj3tDMu9XqfQ=";
      "13053" = "sha256-rQQvQeBNnTELbQSYUgaZHz+tvSSyjHH89Qdx1MCePhM=";
    };
    rev = version;
  };
}
