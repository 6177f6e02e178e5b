{ dockerTools }:
dockerTools.pullImage {
  imageName = "wren";
  finalImageTag = "7.2";
  imageDigest = "sha256:18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4";
  hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
}
