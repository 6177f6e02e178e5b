{ buildGoModule, fetchFromGitHub }:
buildGoModule {
  pname = "w";
  version = "1.0";
  src = fetchFromGitHub { owner = "o"; repo = "w"; tag = "v1.0"; hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0="; };
  proxyVendor = true;
  vendorHash = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
  env = {
    CGO_ENABLED = "0";
    GOPROXY = "https://proxy.example.org";
    GOSUMDB = "sum.example.org";
  };
}
