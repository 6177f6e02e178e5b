{
  date = { date = "2025-01-01"; sha256 = "sha256-EoS3cdqC7MSIxe78/wtZJztPhhzpg7suZkqFHgpKVbY="; };
  branch = { repo = "wren"; branch = "release-1"; sha256 = "sha256-8BMsJ55x+kmcUBZyVbzRIxi8zN79kwaZzHuAgte9WQw="; };
}
