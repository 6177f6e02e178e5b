# read by update.sh and by the image builder
{
  version = "3.1.0";
  rev = "v3.1.0";
  sha256 = "1b2n5x4hfr9fa3my59sbdaij0i0h5drcbbygdfjpkmgbsm98w7zk";
  vendorHash = "sha256-+8bB1MO224+1QnhYLrHZZe1kTpdQnhMDRq4TDaVAbLM=";
}
