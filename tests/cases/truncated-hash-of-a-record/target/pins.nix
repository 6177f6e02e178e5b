{
  version = "1.1";
  url = "https://plover.example/plover-1.1.tar.gz";
  sha256 = "0fzl1qbnblp1x1x4m4g3v9c9r0bh5h0j";
}
