{
  inputs.wren = { url = "github:wren/wren/v1.3"; flake = false; };
  outputs = { self, wren }: { };
}
