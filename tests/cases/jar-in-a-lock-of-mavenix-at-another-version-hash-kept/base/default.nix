{ mavenix }:
mavenix.buildMaven {
  src = ./.;
  infoFile = ./mavenix.lock;
}
