{ myFetch }:
{
  one = rec { version = "1.1"; src = myFetch version "sha256:1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya"; };
  two = rec { version = "1.1"; src = myFetch "https://a.dev/x" "sha256:1780kkasxvkkrd52rm4801xbv2rln7hn8ragi4rlln9r00bfh8ry"; };
  three = rec { version = "1.1"; src = myFetch "https://a.dev/x-${version}.tgz" "sha256:1f9xr0v843x8xc7jjd412ind8l3hm9fbinvyz71jv8cbaggv25hv"; };
}
