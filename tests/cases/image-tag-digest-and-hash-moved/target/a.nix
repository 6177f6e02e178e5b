{ dockerTools }:
dockerTools.pullImage {
  imageName = "wren";
  finalImageTag = "16.6";
  imageDigest = "sha256:3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
