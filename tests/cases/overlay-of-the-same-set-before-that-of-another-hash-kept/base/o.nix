{ self }:
{
  a = {
    versions = final: prev: { fooVersion = "1.0"; };
    default = final: prev: { foo = final.fetchurl { url = "https://example.org/foo-${final.fooVersion}.tgz"; hash = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s="; }; };
  };
  b = {
    versions = final: prev: { fooVersion = "2.0"; };
  };
}
