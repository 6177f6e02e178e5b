{
  rev = "fe4d23ee9162fe4d23ee9162fe4d23ee9162bbbb";
  sha256 = "sha256-TUpO6uFOWeHsAr8Gd3BNzjDIKPxAuodgHkcjvgv7jsM=";
  cargoSha256 = "sha256-I1P1rlYcRIuZtK8hWseeg/9akCw9+j2eGpGY3RaqLHw=";
}
