let
  expectedHash = "sha256-1LzSQJI5prMTDnIFX33cRRe/QVwmbk0PrdIXl9W0CeE=";
in
{
  linnet = {
    version = "1.5.0";
    hash = expectedHash;
  };
}
