{ pkgs }:
{
  one = import <nix/fetchurl.nix> {
    unpack = true;
    url = "https://example.org/one/archive/v1.tar.gz";
    hash = "sha256-GG5dWKkMnZYVsj6oGhPqBRQHCp/pxl8n2ShIR4W49yA=";
  };
  two = fetchTree {
    type = "file";
    url = "https://example.org/two/archive/v1.tar.gz";
    narHash = "sha256-E2B59qUkBEHiF8+HEaRjPtt0UFIB6zr7zeeWS0iM7HQ=";
  };
}
