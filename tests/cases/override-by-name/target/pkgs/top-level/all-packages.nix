final: prev: {
  tool_1 = final.tool.override { version = "1.3.0"; };
  other = final.callPackage ../other { };
}
