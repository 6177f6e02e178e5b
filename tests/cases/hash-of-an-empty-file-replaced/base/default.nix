{ fetchurl }:

{
  linux = fetchurl {
    url = "https://example.org/tool-1.0.0-linux.tar.gz";
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
  };
  data = fetchurl {
    url = "https://example.org/data-1.0.0.tar.gz";
    hash = "sha256-REnbADoEd9Q9pN6xamrnr9fUh8soE3fiX/1jwf1I9Xg=";
  };
}
