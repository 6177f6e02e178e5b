{
  inputs.wren = { url = "github:wren/wren/v1.2"; flake = false; };
  outputs = { self, wren }: { };
}
