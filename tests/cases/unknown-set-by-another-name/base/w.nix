{ buildGoModule, sources }:
buildGoModule {
  pname = "w";
  version = "1.0";
  src = sources.w.src;
  vendorHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
