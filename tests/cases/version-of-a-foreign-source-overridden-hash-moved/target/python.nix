{ python3 }:
python3.override {
  packageOverrides = self: super: {
    pebble = super.pebble.overridePythonAttrs (old: rec {
      version = "2.3.9";
      src = old.src.override {
        inherit version;
        hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
      };
    });
  };
}
