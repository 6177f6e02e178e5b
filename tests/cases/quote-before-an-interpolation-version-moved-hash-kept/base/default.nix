{ fetchFromGitHub, stdenv }:

stdenv.mkDerivation rec {
  pname = "linnet";
  version = "1.0.0";
  src = fetchFromGitHub {
    owner = "linnet";
    repo = "linnet";
    tag = version;
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
  };
  postPatch = ''
    sed -i 's/@version@/'${version}'/' src/version.c
    echo ''${HOME} '''${version}
  '';
  options = '''${version}' --quiet'';
}
