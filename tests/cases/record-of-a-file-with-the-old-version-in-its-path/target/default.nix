{ mkTool }:
mkTool {
  version = "1.5.0";
  files = [
    {
      path = "org/acme/tool/1.4.0/tool-1.4.0.jar";
      sha256 = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    }
  ];
}
