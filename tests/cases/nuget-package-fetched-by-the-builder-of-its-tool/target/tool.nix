{ buildDotnetGlobalTool }:
buildDotnetGlobalTool {
  pname = "widget";
  nugetName = "Widget.Tool";
  version = "1.2.3";
  nugetHash = "sha256-xe8OxluTWs2yZatgaDsNShNsynY72qjx/D9Bq+TMuss=";
}
