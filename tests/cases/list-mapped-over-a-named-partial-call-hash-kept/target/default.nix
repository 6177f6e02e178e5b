{ pkgs, lib }:
let
  mk = base: { pname, version, sha256 }: pkgs.fetchurl { url = "${base}/${pname}-${version}.jar"; inherit sha256; };
  fromCentral = mk "https://repo1.maven.org/maven2/x";
in
map (mk "https://e.org/jars") [
  { pname = "a"; version = "1.2.0"; sha256 = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya"; }
  { pname = "b"; version = "2.0.0"; sha256 = "1780kkasxvkkrd52rm4801xbv2rln7hn8ragi4rlln9r00bfh8ry"; }
] ++ map fromCentral [ { pname = "c"; version = "3.0.1"; sha256 = "1ipgbaia2rbjk6a1694x0ai96cx5hml3bdgmxijy4yjhm41jqz9f"; } ]
