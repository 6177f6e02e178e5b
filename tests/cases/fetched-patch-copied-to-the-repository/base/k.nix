{ fetchurl }:

{
  name = "fix";
  patch = fetchurl {
    name = "fix.patch";
    url = "https://git.example.org/acme/linux/commit/9ee91c5748e83772dc3660077f9f415a453eeace.patch";
    hash = "sha256-Bm7F5toXEJvvZ/umQ4wKMcUSknOvne0ewnS+Dw1+UvU=";
  };
}
