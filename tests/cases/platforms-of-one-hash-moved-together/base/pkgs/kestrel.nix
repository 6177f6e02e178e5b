{ fetchurl, system }:
fetchurl {
  url = "https://example.org/kestrel/1.4.2/kestrel-${system}";
  hash =
    {
      x86_64-linux = "sha256-eC61OF6ZRaLc8xYt3SPYN7coapEaEO+iH354d4RvOig=";
      aarch64-linux = "sha256-eC61OF6ZRaLc8xYt3SPYN7coapEaEO+iH354d4RvOig=";
    }
    .${system};
}
