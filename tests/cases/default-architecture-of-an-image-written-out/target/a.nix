{ dockerTools }:
dockerTools.pullImage {
  imageName = "quern";
  imageDigest = "sha256:18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4";
  hash = "sha256-qJjfIr/HShrimMcyEas7MZ5bjadUPWzQAqjcT4cjvkM=";
  arch = "amd64";
}
