self: super: {
  tool = super.tool.overrideAttrs (_: rec {
    version = "5.31.2";
    packageHash = "07c3a6bd2f11";
    src = super.fetchurl {
      url = "https://example.org/${packageHash}/tool-${version}.deb";
      sha256 = "0hc3hdvb24f2fnxbggdk30frqh6cqb4l7ybyb9slig6qivi6wnda";
    };
  });
}
