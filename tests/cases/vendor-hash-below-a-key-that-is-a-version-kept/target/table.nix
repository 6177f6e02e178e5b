{ build }:
build {
  "1.1" = {
    hash = "sha256-eqhsFXR10JYZjECqykICJdpzAsI3JY3inpGBj5fYYNo=";
    vendorHash = "sha256-L58usAibl9ONNZGzIee1FKXqPveAtbnfGcLxiOua6m0=";
  };
}
