{ dockerTools, lib }:
let
  images = {
    cache = {
      imageName = "docker.io/library/redis";
      imageDigest = "sha256:0c6f34a2d41992ee1e02d52d712c12ac46c4d5a63efdab74915141a52c529586";
      sha256 = "sha256-jB6IOBX3LwdrEtaWY3gglo1HO2OhdiK8j3BgzfZ1nAU=";
      finalImageTag = "7.2";
    };
    search = {
      imageName = "docker.io/apache/tika";
      imageDigest = "sha256:1c6c3f043bfda4cb7e8d8423a46a30594561659e796fe975b3fbff2337f1ce24";
      sha256 = "sha256-XpBJlPLr7E3OqTnLxnSmKCgDyiU1hT8WfOhWeRGYROA=";
      finalImageTag = "3.0.0";
    };
    # Two digests of one image under one name and tag may be one image.
    base = {
      imageName = "docker.io/library/debian";
      imageDigest = "sha256:c04ba00f0fa17f0c96e6ffdbb5a8a7be85a22dfdca2c59d2e9d7d2b0a2ba4a4b";
      sha256 = "sha256-aukYUIS6S37ut9h+gO/JLrBUX/6RND5BhLqsrArxSUo=";
    };
    slim = {
      imageName = "docker.io/library/debian";
      imageDigest = "sha256:d1c8e971ab994235840eacc31c4ef4173bf9156317b1bf8aabe7e01eb21b2a0e";
      sha256 = "sha256-zD2ihVEfQeH3S1df3o2gF19kGIODW2yIRWCGbk4npJY=";
      finalImageTag = "latest";
    };
  };
in
lib.mapAttrs (_: image: dockerTools.pullImage (image // { os = "linux"; arch = "amd64"; })) images
