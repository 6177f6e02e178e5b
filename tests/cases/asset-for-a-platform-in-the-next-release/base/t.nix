{ fetchurl }:
{
  own = fetchurl {
    url = "https://github.com/corp/bar/releases/download/v1.7.3/bar-1.7.3.tar.gz";
    hash = "sha256-peQSNPETZRaFbhyGCIdvjrLPNGW+xz8beXgwcBzuKDA=";
  };
  app = fetchurl {
    url = "https://github.com/corp/bar/releases/download/v1.7.3/app-ubuntu22-22.04.tar.gz";
    hash = "sha256-C/6TXnDDIcfKOvx1zg0MovmLVCLgCLsxwAxtfx8cCtY=";
  };
  cuda = fetchurl {
    url = "https://github.com/corp/bar/releases/download/v1.7.3/kernel-cuda12.1-12.1.zip";
    hash = "sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y=";
  };
}
