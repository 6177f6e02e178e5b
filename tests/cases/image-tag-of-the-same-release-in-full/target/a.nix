{ dockerTools }:
dockerTools.pullImage {
  imageName = "wren";
  finalImageTag = "7.2.4";
  imageDigest = "sha256:18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
