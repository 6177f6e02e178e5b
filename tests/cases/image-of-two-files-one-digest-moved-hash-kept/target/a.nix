{ dockerTools }:
dockerTools.pullImage {
  imageName = "o/wren";
  imageDigest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
  hash = "sha256-38jtPgE2cK9DgDR29lvKZbfuBNU2Dkqv0CGw8ypYmcU=";
}
