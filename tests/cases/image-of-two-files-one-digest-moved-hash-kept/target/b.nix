{ dockerTools }:
dockerTools.pullImage {
  imageName = "o/wren";
  imageDigest = "sha256:2222222222222222222222222222222222222222222222222222222222222222";
  hash = "sha256-38jtPgE2cK9DgDR29lvKZbfuBNU2Dkqv0CGw8ypYmcU=";
}
