{ fetchurl }:
fetchurl {
  url = "https://example.org/src/FooQux.java";
  hash = "sha256-GJ9AA0vnoZnx+piRZo7jq2BJ+C04xovnD1luqy4YV7c=";
}
