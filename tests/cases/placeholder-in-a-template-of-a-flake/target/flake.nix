{
  outputs = { self, nixpkgs }: {
    templates.rust = {
      path = ./templates/rust;
      description = "a program";
    };
  };
}
