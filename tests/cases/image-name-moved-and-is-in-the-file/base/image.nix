{ dockerTools }:
dockerTools.pullImage {
  imageName = "acme/send";
  imageDigest = "sha256:1ee495161f176946e6e4077e17be2b8f8634c2d502172cc530a8cd5affd7078f";
  hash = "sha256-ABjMkzAN+vcbTY1tLkBNVFSBeLBFdWFWCJv2VMVJXfc=";
  finalImageTag = "1ee4951";
}
