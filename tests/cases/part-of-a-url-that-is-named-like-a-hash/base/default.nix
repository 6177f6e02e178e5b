self: super: {
  tool = super.tool.overrideAttrs (_: rec {
    version = "5.30.15";
    packageHash = "a1d34187be81";
    src = super.fetchurl {
      url = "https://example.org/${packageHash}/tool-${version}.deb";
      sha256 = "0v7qv4lldv0kxhq8dycjs0c2n33r38br7qqvrnj9s4x3jydln8k6";
    };
  });
}
