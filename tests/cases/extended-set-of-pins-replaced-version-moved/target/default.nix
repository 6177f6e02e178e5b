{ lib, fetchurl }:
let
  defaults = lib.makeExtensible (self: {
    version = "0.9.1";
    url = "https://example.org/${self.version}/tool";
  });
  pins = defaults.extend (final: previous: {
    version = "1.2.0";
    hash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
  });
in
fetchurl { inherit (pins) url hash; }
