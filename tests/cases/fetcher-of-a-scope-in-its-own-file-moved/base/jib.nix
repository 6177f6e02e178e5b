{ stdenv, release, fetchPart }:
stdenv.mkDerivation {
  pname = "jib";
  version = release;
  src = fetchPart { part = "jib"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
}
