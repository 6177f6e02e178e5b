{ mkApp }:
mkApp {
  pname = "a";
  version = "1.0";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
