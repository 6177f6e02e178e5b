{ fetchurl, system }:
fetchurl {
  url = "https://example.org/kestrel/1.4.2/kestrel-${system}";
  hash =
    {
      x86_64-linux = "sha256-OGAMl8DrLsG1e8LPCuNt5L3q8sn2XOOe24b1FYmv54o=";
      aarch64-linux = "sha256-GFIbn4mWG5UjvGVLn2L667V+R2Qy+oa/nFQVDWjQ5DE=";
    }
    .${system};
}
