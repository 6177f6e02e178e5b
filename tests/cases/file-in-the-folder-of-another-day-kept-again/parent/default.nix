{ fetchurl }:
{
  near = fetchurl {
    url = "https://dist.example.org/2025-11-18/tool-nightly.tar.gz";
    hash = "sha256-1ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU=";
  };
  far = fetchurl {
    url = "https://dist.example.org/2025-05-30/lib-nightly.tar.gz";
    hash = "sha256-2ka2Hgg9n4Yv4rBqvGQY0fPgdnFHYzj6KJfj4cL7hvU=";
  };
}
