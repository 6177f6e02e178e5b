{ fetchzip }:
fetchzip {
  url = "https://github.com/wren/wren/archive/pull/140/head.tar.gz";
  hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
}
