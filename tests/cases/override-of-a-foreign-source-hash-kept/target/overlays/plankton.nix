final: prev: {
  plankton = prev.plankton.overrideAttrs (old: {
    version = "0.16.0";
    src = old.src.override {
      rev = "v0.16.0";
      hash = "sha256-21jaykgj7wn3Byz8F+r9bfhMLDz/JhoYqEBxD4vSuX4=";
    };
  });
}
