{ mkApp }:
let
  version = "1.1";
in
mkApp {
  pname = "a";
  inherit version;
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
