{ mkPlugin }:
mkPlugin {
  slug = "wren";
  upload = "40050";
  checksum = "1780kkasxvkkrd52rm4801xbv2rln7hn8ragi4rlln9r00bfh8ry";
}
