{ fetchurl }:
{
  own = fetchurl {
    url = "https://github.com/corp/bar/releases/download/v1.7.4/bar-1.7.4.tar.gz";
    hash = "sha256-mY7a9ybY46osbzxDZ9zKR/MBNuB2cvpmJy9Djjb8XxI=";
  };
  app = fetchurl {
    url = "https://github.com/corp/bar/releases/download/v1.7.4/app-ubuntu22-22.04.tar.gz";
    hash = "sha256-C/6TXnDDIcfKOvx1zg0MovmLVCLgCLsxwAxtfx8cCtY=";
  };
  cuda = fetchurl {
    url = "https://github.com/corp/bar/releases/download/v1.7.4/kernel-cuda12.1-12.1.zip";
    hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
  };
}
