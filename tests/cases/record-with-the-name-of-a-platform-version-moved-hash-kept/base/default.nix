{ mkTool }:
let
  version = "1.0";
  sources = {
    x86_64-linux = {
      filename = "tool-x86_64-linux.tar.gz";
      sha256 = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    };
    aarch64-linux = {
      filename = "tool-aarch64-linux.tar.gz";
      sha256 = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    };
  };
in
mkTool { inherit version sources; }
