final: prev: {
  tool = prev.tool.override (old: {
    fetchPlugin =
      { version }:
      prev.fetchurl {
        url = "https://example.org/plugin-${version}.tgz";
        hash = "sha256-FI3pxaekTRnlbNmuGlVL9nhHr7DFj24S+imsfd/KmUA=";
      };
  });
  plugin = final.tool.fetchPlugin { version = "1.0"; };
}
