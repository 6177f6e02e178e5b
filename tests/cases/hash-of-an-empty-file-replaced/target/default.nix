{ fetchurl }:

{
  linux = fetchurl {
    url = "https://example.org/tool-1.0.0-linux.tar.gz";
    hash = "sha256-ssL0IvcCbpgMsakROY4Atga1pPXKAlignu+4LbqSBYM=";
  };
  data = fetchurl {
    url = "https://example.org/data-1.0.0.tar.gz";
    hash = "sha256-FYsulQP2/tZe7TN7K/2igMQ417plueYDu6uhzSFc8LM=";
  };
}
