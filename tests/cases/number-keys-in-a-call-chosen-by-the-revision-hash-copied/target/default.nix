{ fetchsvn, stdenv }:
stdenv.mkDerivation rec {
  pname = "mapedit";
  version = "13100";
  src = fetchsvn rec {
    url = "https://svn.example.org/mapedit/trunk";
    sha256 = builtins.getAttr rev {
      "12545" = "sha256-1fPdskn6PSwn8ntsE0zDnC5PWIZhxcBIj3tDMu9XqfQ=";
      "13100" = "sha256-1fPdskn6PSwn8ntsE0zDnC5PWIZhxcBIj3tDMu9XqfQ=";
    };
    rev = version;
  };
}
