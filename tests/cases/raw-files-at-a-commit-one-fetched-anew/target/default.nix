{ fetchurl }:

{
  fast = fetchurl {
    url = "https://raw.githubusercontent.com/example/settings/f1c8e3809dbd23f4f9aa1e5e70805c61734b1f14/fast.js";
    hash = "sha256-FYsulQP2/tZe7TN7K/2igMQ417plueYDu6uhzSFc8LM=";
  };
  quiet = fetchurl {
    url = "https://raw.githubusercontent.com/example/settings/f1c8e3809dbd23f4f9aa1e5e70805c61734b1f14/quiet.js";
    hash = "sha256-ssL0IvcCbpgMsakROY4Atga1pPXKAlignu+4LbqSBYM=";
  };
  icons = fetchurl {
    url = "https://raw.githubusercontent.com/example/icons/22d38a35d12fb8fd1d1c2e0d7f1c2e8f9a3b4c5e/icons.svg";
    hash = "sha256-REnbADoEd9Q9pN6xamrnr9fUh8soE3fiX/1jwf1I9Xg=";
  };
}
