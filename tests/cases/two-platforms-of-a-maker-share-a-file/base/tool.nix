{ fetchurl, stdenv }:
{
  apple-silicon = fetchurl {
    url = "https://files.example/tool-apple-arm64.zip";
    hash = "sha256-+nKHFczqNyRnjgQz57udFdzSVnGDJ8Kj3rK4UKGG+oU=";
  };
  apple-intel = fetchurl {
    url = "https://files.example/tool-apple-intel.zip";
    hash = "sha256-lu67pJ279CLSRfAikPnU7Q6wLanaprvO77FigA/0JIE=";
  };
}
