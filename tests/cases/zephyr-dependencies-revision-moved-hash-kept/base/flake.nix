{
  outputs = { self, nixpkgs, zmk-nix }: {
    packages.x86_64-linux.firmware = zmk-nix.legacyPackages.x86_64-linux.buildSplitKeyboard {
      name = "firmware";
      src = nixpkgs.lib.sourceFilesBySuffices self [ ".board" ".conf" ".keymap" ".yml" ];
      board = "nice_nano_v2";
      shield = "corne_%PART%";
      zephyrDepsHash = "sha256-47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK/YnPdg=";
    };
  };
}
