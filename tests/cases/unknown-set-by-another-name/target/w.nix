{ buildGoModule, pins }:
buildGoModule {
  pname = "w";
  version = "1.0";
  src = pins.w.src;
  vendorHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
