{ fetchurl }:

{
  fast = fetchurl {
    url = "https://raw.githubusercontent.com/example/settings/7856c50f3f5f012e0bb36967e1d1e9a9412bcd94/fast.js";
    hash = "sha256-FYsulQP2/tZe7TN7K/2igMQ417plueYDu6uhzSFc8LM=";
  };
  quiet = fetchurl {
    url = "https://raw.githubusercontent.com/example/settings/7856c50f3f5f012e0bb36967e1d1e9a9412bcd94/quiet.js";
    hash = "sha256-XwH7YjlgxmwbM4eM9utBO6VMGwuKndFh8i7kCS05zGA=";
  };
  icons = fetchurl {
    url = "https://raw.githubusercontent.com/example/icons/11d38a35d12fb8fd1d1c2e0d7f1c2e8f9a3b4c5d/icons.svg";
    hash = "sha256-REnbADoEd9Q9pN6xamrnr9fUh8soE3fiX/1jwf1I9Xg=";
  };
}
