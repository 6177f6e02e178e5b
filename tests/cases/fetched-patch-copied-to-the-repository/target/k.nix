{ fetchurl }:

{
  name = "fix";
  patch = fetchurl {
    name = "fix.patch";
    url = "file://${./fix.patch}";
    hash = "sha256-Bm7F5toXEJvvZ/umQ4wKMcUSknOvne0ewnS+Dw1+UvU=";
  };
}
