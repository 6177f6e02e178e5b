{ mkApp }:
mkApp {
  pname = "a";
  version = "1.1";
  themes = [ { file = "dark.zip"; hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; } ];
}
