{ build }:
build {
  "1.0" = {
    hash = "sha256-1SdduL1spALie4405ypkNf38poMaRh2fehlaJnTB5UU=";
    vendorHash = "sha256-L58usAibl9ONNZGzIee1FKXqPveAtbnfGcLxiOua6m0=";
  };
}
