{ fetchurl, system }:
fetchurl {
  url = "https://example.org/kestrel/1.5.0/kestrel-${system}";
  hash =
    {
      x86_64-linux = "sha256-ACbiH8/Wj9YcrtNZ7/FeTzWbjfC0AnWIOgTEiwj2UQs=";
      aarch64-linux = "sha256-ACbiH8/Wj9YcrtNZ7/FeTzWbjfC0AnWIOgTEiwj2UQs=";
    }
    .${system};
}
