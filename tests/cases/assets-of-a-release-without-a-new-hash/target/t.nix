{ fetchurl }:
{
  app = fetchurl {
    url = "https://github.com/corp/bar/releases/download/v1.7.4/app-ubuntu22-22.04.tar.gz";
    hash = "sha256-C/6TXnDDIcfKOvx1zg0MovmLVCLgCLsxwAxtfx8cCtY=";
  };
  tool = fetchurl {
    url = "https://github.com/corp/bar/releases/download/v1.7.4/tool-static-2.32.4.tar.gz";
    hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
  };
}
