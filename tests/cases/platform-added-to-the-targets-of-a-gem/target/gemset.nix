{
  ffi = {
    groups = [ "default" ];
    platforms = [ ];
    source = null;
    targets = [
      {
        remotes = [ "https://example.org" ];
        sha256 = "04zqcl8lsnxlnvzmffr98p1w78w7z3c45pmqh9viac0xps4rgpal";
        target = "arm64-darwin";
        targetCPU = "arm64";
        targetOS = "darwin";
        type = "gem";
      }
      {
        remotes = [ "https://example.org" ];
        sha256 = "1si3p2yyzj1axrpq8503rsviaf192sgmad2r3b9czdyvr5ph5lh5";
        target = "x86_64-linux-gnu";
        targetCPU = "x86_64";
        targetOS = "linux";
        type = "gem";
      }
    ];
    version = "1.17.2";
  };
}
