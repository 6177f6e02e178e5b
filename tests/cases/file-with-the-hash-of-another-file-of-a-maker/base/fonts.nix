{ fetchurl }:
{
  apple-sans = fetchurl {
    url = "https://fonts.example/Sans.dmg";
    hash = "sha256-CY4ze41OJ3CCUd/wRHv5uNcBoZlXJrEVVV2vfxvKqAo=";
  };
  apple-mono = fetchurl {
    url = "https://fonts.example/Mono.dmg";
    hash = "sha256-1940sXtGkap3q4wXr91ECwBLyH1dmrmRqCltAy+tuGc=";
  };
}
