{ fetchzip, stdenv }:
stdenv.mkDerivation rec {
  pname = "quern";
  version = "1.4.0";
  src = fetchzip {
    url = "https://downloads.example.org/quern-${version}/download";
    extension = "tar.gz";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
}
