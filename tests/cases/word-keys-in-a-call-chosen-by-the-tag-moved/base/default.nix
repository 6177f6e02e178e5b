{ fetchsvn, stdenv }:
stdenv.mkDerivation rec {
  pname = "mapedit";
  version = "v2.0";
  src = fetchsvn rec {
    url = "https://svn.example.org/mapedit/trunk";
    sha256 = {
      "stable" = "sha256-83nMuSuRFkQtxlvcNWSKhdN4azR3nbf3BKkB+gewDLY=";
      "v2.0" = "sha256-rQQvQeBNnTELbQSYUgaZHz+tvSSyjHH89Qdx1MCePhM=";
    }.${rev} or (throw "unknown");
    rev = version;
  };
}
