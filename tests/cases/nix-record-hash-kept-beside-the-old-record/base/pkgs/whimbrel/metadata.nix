# read by update.sh and by the image builder
{
  version = "3.0.9";
  rev = "v3.0.9";
  sha256 = "03sp5bid4hfr9fa3my59sbdaij0i0h5drcbbygdfjpkmgbsm982y";
  vendorHash = "sha256-5B4NJ+iTQQ9A7OuZlUwZr7d+g8gYXpXoL7nLzaJfj7o=";
}
