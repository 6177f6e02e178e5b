{
  ffi = {
    groups = [ "default" ];
    platforms = [ ];
    source = null;
    targets = [
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
