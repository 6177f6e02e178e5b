{ f }:

f {
  version = "1.1";
  url = "https://x.example/a-1.1.tgz";
  parts = [
    {
      cfg = ./linux.cfg;
      hash = "sha256-rKyGwOYJypBvYysOLazMsrd9IrBiHyDr7OGkg1uT9vA=";
    }
  ];
}
