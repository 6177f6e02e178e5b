{ fetchurl }:

{
  name = "gobject-0.3.2";
  src = fetchurl {
    url = "https://mirror.example/gobject-2026-07-28-36-1.tar.zst";
    hash = "sha256-zQqphWFHtsW0/yt9/uXaIKo4JTCZ7xtKZKztIzya/ik=";
  };
}
