{ buildGoModule, fetchFromGitHub }:

{
  otter = buildGoModule {
    pname = "otter";
    version = "1.1.0";

    src = fetchFromGitHub {
      owner = "example";
      repo = "otter";
      rev = "v1.1.0";
      hash = "sha256-klC5kS7pHWtG4jKZRZ7NbrgVRFHWJVijoKcIp3kmrQQ=";
    };

    vendorHash = "sha256-XhwmsvfFuK5uCz2n/MmbhBaX6F1l/ru1fySyt6GZsDc=";
  };

  stoat = buildGoModule {
    pname = "stoat";
    version = "1.1.0";

    src = fetchFromGitHub {
      owner = "example";
      repo = "stoat";
      rev = "v1.1.0";
      hash = "sha256-rTKIRqoYsyozWBY3RRHKwQY8cEuMV5meUdqfkIKQp6Q=";
    };

    vendorHash = "sha256-AupcWJh3XGdmsGV39JS6G4gPl/cxzyNZR88bnSmNQJ0=";
  };
}
