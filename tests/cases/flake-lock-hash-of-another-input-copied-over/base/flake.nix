{
  inputs.p0-src = {
    url = "https://github.com/acme/x_y/releases/download/v1.0/x_y.tar.gz";
    flake = false;
  };
  inputs.p1-src = {
    url = "github:corp/widget";
    flake = false;
  };
  outputs = _: { };
}
