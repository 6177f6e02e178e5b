{ fetchurl, system }:
fetchurl {
  url = "https://example.org/kestrel/1.5.0/kestrel-${system}";
  hash =
    {
      x86_64-linux = "sha256-uFsyHxjAaziocB5Zd1/4vMSrb+sgASIfzNFNbd1yLCw=";
      aarch64-linux = "sha256-uFsyHxjAaziocB5Zd1/4vMSrb+sgASIfzNFNbd1yLCw=";
    }
    .${system};
}
