{ fetchurl, lib, sources }:
{
  reads-a-table = fetchurl {
    url = sources.loom.url;
    hash = "sha256-UdslNCWBer/1+dbLdJpC2Mu3zU3JUSjvtZ14j8xXBZM=";
  };
  other-number = fetchurl {
    url = "https://files.example.org/${lib.getVersion sources.kiln}/kiln-1.1.zip";
    hash = "sha256-gxFqzxjk3EQUdi9YT/Q9mXn/LCsOnkj7yXsh4j1wBOw=";
  };
  other-place = fetchurl {
    url = "https://${sources.base}/v2/awl.zip";
    hash = "sha256-hEvBcvAyvdLQuq41NsHWbC3LqEgbG22PwR+jxd4pxss=";
  };
}
