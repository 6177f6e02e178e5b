{ dockerTools }:
dockerTools.pullImage {
  imageName = "kiln";
  imageDigest = "sha256:18ac3e7343f016890c510e93f935261169d9e3f565436429830faf0934f4f8e4";
  hash = "sha256-p0Lp0g2bVlkVRmjgDr1V8/TbADt0ZBRVxX2zDNXejcs=";
  arch = "arm64";
}
