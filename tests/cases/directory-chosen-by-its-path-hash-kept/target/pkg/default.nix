{ fetchurl, version ? "9" }:
fetchurl {
  url = "https://example.org/new-${version}.tgz";
  hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
}
