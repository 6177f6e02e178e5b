{
  rev = "fe4d23ee9162fe4d23ee9162fe4d23ee9162bbbb";
  sha256 = "sha256-TUpO6uFOWeHsAr8Gd3BNzjDIKPxAuodgHkcjvgv7jsM=";
  cargoSha256 = "sha256-LugN8O+ci89f0s6BS8/5eC9micUJR4vBbLqwa4Ghcfw=";
}
