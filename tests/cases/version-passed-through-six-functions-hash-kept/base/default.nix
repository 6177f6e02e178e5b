{ fetchurl }:
let
  f1 = { version }: f2 { inherit version; };
  f2 = { version }: f3 { inherit version; };
  f3 = { version }: f4 { inherit version; };
  f4 = { version }: f5 { inherit version; };
  f5 = { version }: f6 { inherit version; };
  f6 = { version }: fetchurl { url = "https://example.org/${version}/a.tar.gz"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
in
f1 { version = "1.0"; }
