_: {
  perSystem = { buildApp, ... }: {
    packages.app = buildApp {
      main = ./main.js;
      hash = "sha256-15Z3GIaH57MrQ96dI2Wh/4rm8anj1JRxm+VCOU2Z990=";
    };
  };
}
