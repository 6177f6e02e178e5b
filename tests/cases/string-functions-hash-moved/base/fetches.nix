{ lib, fetchurl }:

let
  version = "1.12.3";
  tag = "release-1.12.3";
  longTag = "1.12.3-final";
  candidate = "1";
  build = 4021;
  commit = "0cd79125e6cb242c2e4bd207a145cc937ae72dd8";
  codename = "Avens";
in
{
  replace-strings = fetchurl {
    url = "https://dl.example.org/replace-strings/pkg-${builtins.replaceStrings [ "." ] [ "_" ] version}.tar.gz";
    hash = "sha256-jhW3PxMyfhmkhTkCv/kNOq/ZHhOwCisKJLHjP705hbU=";
  };

  remove-prefix = fetchurl {
    url = "https://dl.example.org/remove-prefix/pkg-${lib.removePrefix "release-" tag}.tar.gz";
    hash = "sha256-cRopmj4aUdb1mqAA45/L2E1wWtEzn8kIcHD1Edwzq5Q=";
  };

  remove-suffix = fetchurl {
    url = "https://dl.example.org/remove-suffix/pkg-${lib.strings.removeSuffix "-final" longTag}.tar.gz";
    hash = "sha256-XSKiBaVLdhjDtexwA8/h7eC+MqfZOFq9mlZdQaoQxeM=";
  };

  concat-strings = fetchurl {
    url = "https://dl.example.org/concat-strings/pkg-${lib.concatStrings [ "v" version ]}.tar.gz";
    hash = "sha256-ImuQz3tDtWKMQgZqof0PwBd2gADeEipFUrLC6SkiUAM=";
  };

  concat-strings-sep = fetchurl {
    url = "https://dl.example.org/concat-strings-sep/pkg-${builtins.concatStringsSep "-" (lib.splitString "." version)}.tar.gz";
    hash = "sha256-FvESyc2Yp/KuB+LY4jad+b+OFdwwYRx7IWE8gMWJFz8=";
  };

  concat-map = fetchurl {
    url = "https://dl.example.org/concat-map/pkg-${lib.concatMapStringsSep "+" (part: "p${part}") (lib.splitVersion version)}.tar.gz";
    hash = "sha256-kjTypIkyaa4t6pquIihfTtrgKtkKrQMUUfsULyEbuKY=";
  };

  optional-string = fetchurl {
    url = "https://dl.example.org/optional-string/pkg-${lib.optionalString (candidate != null) "rc${candidate}"}.tar.gz";
    hash = "sha256-RhgnxhwWw5sAMobJoleMl9Kv4TKKGj7H+Z7Mh26DP7w=";
  };

  major = fetchurl {
    url = "https://dl.example.org/major/pkg-${lib.versions.major version}.tar.gz";
    hash = "sha256-+tYMyk8QZJK+KDb+qP8c7x4Xq0rZxKDIJ2nnj/ch1SA=";
  };

  minor = fetchurl {
    url = "https://dl.example.org/minor/pkg-${lib.versions.minor version}.tar.gz";
    hash = "sha256-PffBHQJ0GJr6bfrbFXH2BO9J4AWmIF5mBM0gQaZas3s=";
  };

  patch = fetchurl {
    url = "https://dl.example.org/patch/pkg-${lib.versions.patch version}.tar.gz";
    hash = "sha256-9/d0Q9JLYaECIzrXAZQ3r1hlxlmkVPLvizx9kTFIIo4=";
  };

  major-minor = fetchurl {
    url = "https://dl.example.org/major-minor/pkg-${lib.versions.majorMinor version}.tar.gz";
    hash = "sha256-gfgZmQHQVezUrDhlX3PwwiCouqF8hXibeYBlYzU+lpA=";
  };

  to-string = fetchurl {
    url = "https://dl.example.org/to-string/pkg-${toString build}.tar.gz";
    hash = "sha256-05mkNpd4+fhF3xY44isFWHpnFh+12TCK/FVmREiESQ0=";
  };

  substring = fetchurl {
    url = "https://dl.example.org/substring/pkg-${builtins.substring 0 8 commit}.tar.gz";
    hash = "sha256-DvaDezI0lHT9lLpDkLpRtGbrpny3y6JAao49cXCFboE=";
  };

  head = fetchurl {
    url = "https://dl.example.org/head/pkg-${builtins.head (lib.splitString "-" longTag)}.tar.gz";
    hash = "sha256-3gJQaIT6wSXR6DxOTgHOFxrbqad2uuK5U5cjhGUW3l0=";
  };

  last = fetchurl {
    url = "https://dl.example.org/last/pkg-${lib.last (lib.splitString "." version)}.tar.gz";
    hash = "sha256-PWokY8uIPgOkEl17yjMIW/Ewf8wBRxXO2JkdeOTdDj4=";
  };

  elem-at = fetchurl {
    url = "https://dl.example.org/elem-at/pkg-${builtins.elemAt (builtins.splitVersion version) 1}.tar.gz";
    hash = "sha256-V/tGQxYJhz8zCEUuy+Oa33dxIed8VTfzrLkFNyDSIGI=";
  };

  to-lower = fetchurl {
    url = "https://dl.example.org/to-lower/pkg-${lib.toLower codename}.tar.gz";
    hash = "sha256-SUiCcNOOzUQ4GGN/qg+nlHHaLy/WCM71AVnBNC747Mg=";
  };

  plus = fetchurl {
    url = "https://dl.example.org/plus/pkg-${"v" + version}.tar.gz";
    hash = "sha256-qP2IVmF2zj4fYZnmEePm7E3jSvXCm5DaXPnLMYHLIoo=";
  };

  pipe = fetchurl {
    url = "https://dl.example.org/pipe/pkg-${lib.pipe version [ (lib.splitString ".") lib.last ]}.tar.gz";
    hash = "sha256-5ioOJLcsWbu01I/b9x0ILLSUZw9FhbEDCihYiv+T2CI=";
  };

  tail = fetchurl {
    url = "https://dl.example.org/tail/pkg-${lib.concatStringsSep "." (builtins.tail (lib.splitVersion version))}.tar.gz";
    hash = "sha256-VEoyJrFZdVp0qhnff7s+Z0sQBUPw3D5rCynskuYn164=";
  };

  replace-string = fetchurl {
    url = "https://dl.example.org/replace-string/pkg-${lib.replaceString "." "-" version}.tar.gz";
    hash = "sha256-M1lUrvmoL+xLVKU4NBWqPW9snRqNZk4fqAgaFTpDrYg=";
  };
}
