{
  version = "1.0";
  url = "https://plover.example/plover-1.0.tar.gz";
  sha256 = "0fzl1qbnblp1x1x4m4g3v9c9r0bh5h0j4kd7yq1nvz8wq2sc6a3w";
}
