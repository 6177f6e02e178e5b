{ fetchurl }:
{
  own = fetchurl {
    url = "https://github.com/corp/desk/releases/download/v1.7.3/desk-1.7.3-x86_64-linux.tar.gz";
    hash = "sha256-peQSNPETZRaFbhyGCIdvjrLPNGW+xz8beXgwcBzuKDA=";
  };
  tool = fetchurl {
    url = "https://github.com/corp/desk/releases/download/v1.7.3/tool-static-2.32.4-x86_64-linux.tar.gz";
    hash = "sha256-fJu+Xsmz+3dOj6D1QkfpPDTd+OXRb+MHNCDeCugaJi0=";
  };
  mac = fetchurl {
    url = "https://github.com/corp/desk/releases/download/v1.7.3/viewer-macos-10.15.zip";
    hash = "sha256-NIpin1zu0DLD6HBuxH2b+vsA+0JQsBjdllQ1ylDLg24=";
  };
  desk = fetchurl {
    url = "https://github.com/corp/desk/releases/download/v1.7.3/desk-cli-3.1.tar.gz";
    hash = "sha256-mbuIQBdChI4DL9b1FwlBX7a+Fppy0uXX/EQoklUWDTw=";
  };
}
