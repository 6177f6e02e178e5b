{ buildTool }:
buildTool {
  src = ./web;
  depsHash = "sha256-+TRkpIorkoEIC1VfrBCBsYUhVFUoAMvGokQK0eNikDM=";
}
