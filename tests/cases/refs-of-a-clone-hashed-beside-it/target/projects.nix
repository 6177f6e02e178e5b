{
  heron = {
    url = "https://git.example.org/p/heron.git";
    rev = "57aea272dab21d5e8a286994f70936fe963e8652";
    hash = "sha256-PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=";
    refs_hash = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  };
}
