{
  outputs = { self, nixpkgs, zmk-nix }: {
    packages.x86_64-linux.firmware = zmk-nix.legacyPackages.x86_64-linux.buildSplitKeyboard {
      name = "firmware";
      src = nixpkgs.lib.sourceFilesBySuffices self [ ".board" ".conf" ".keymap" ".yml" ];
      board = "nice_nano_v2";
      shield = "corne_%PART%";
      zephyrDepsHash = "sha256-1HxAvqNEg6r6SvW9Nq9Pat/xe9pm0c7br5yT6buc84c=";
    };
  };
}
