{
  outputs =
    { self, nixpkgs }:
    {
      overlays.versions = final: prev: { quorumVersion = "1.5.0"; };
      overlays.default = final: prev: {
        quorum = prev.quorum.overrideAttrs (old: {
          version = final.quorumVersion;
          src = prev.fetchurl {
            url = "https://example.org/quorum-${final.quorumVersion}.tar.gz";
            hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
          };
        });
      };
    };
}
