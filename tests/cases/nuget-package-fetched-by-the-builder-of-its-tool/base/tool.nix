{ fetchNupkg }:
fetchNupkg {
  pname = "Widget.Tool";
  version = "1.2.3";
  hash = "sha256-xe8OxluTWs2yZatgaDsNShNsynY72qjx/D9Bq+TMuss=";
}
