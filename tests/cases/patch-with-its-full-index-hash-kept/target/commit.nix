{ fetchpatch, stdenv }:
stdenv.mkDerivation {
  pname = "quern";
  version = "1.4.0";
  src = ./src;
  patches = [
    (fetchpatch {
      url = "https://git.example.org/corp/quern/commit/9b1dbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.patch?full_index=1";
      hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    })
  ];
}
