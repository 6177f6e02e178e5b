{ buildGoModule, fetchFromGitHub }:

{
  otter = buildGoModule {
    pname = "otter";
    version = "1.0.0";

    src = fetchFromGitHub {
      owner = "example";
      repo = "otter";
      rev = "v1.0.0";
      hash = "sha256-I1LacoDx3sw6zxuoTrlFyfwre1QQlOHQmS2//RtmZMw=";
    };

    vendorHash = "sha256-XhwmsvfFuK5uCz2n/MmbhBaX6F1l/ru1fySyt6GZsDc=";
  };

  stoat = buildGoModule {
    pname = "stoat";
    version = "1.0.0";

    src = fetchFromGitHub {
      owner = "example";
      repo = "stoat";
      rev = "v1.0.0";
      hash = "sha256-6LwWPILu4YczKIx9SsY22zpt6wE+8tN7aDIr4g7cRcw=";
    };

    vendorHash = "sha256-r6xw5jGHsA6PxfUNeiPu6ulW5yryjF7NJeHMZkgRzm4=";
  };
}
