{
  inputs.search = {
    url = "github:acme/search";
    flake = false;
  };
  outputs = { self, search }: { };
}
