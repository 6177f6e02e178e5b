{ buildGoModule, src }:
buildGoModule {
  pname = "lark";
  version = "1";
  inherit src;
  vendorHash = "sha256-0ZiM0wGYJPB19hZ34ab1SxYDWGhIjkBRdX3eU63u+A8=";
}
