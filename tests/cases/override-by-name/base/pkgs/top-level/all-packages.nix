final: prev: {
  tool_1 = final.tool.override { version = "1.2.1"; };
  other = final.callPackage ../other { };
}
