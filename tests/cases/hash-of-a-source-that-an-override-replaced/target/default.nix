{ janePackage }:
{
  quick = (janePackage {
    pname = "quick";
    hash = "1lmp1h68g0gqiw8m6gqcbrp0fn76nsrlsqrwxp20d7jhh0693f3j";
    meta.description = "Random testing";
  }).overrideAttrs (_: {
    src = builtins.fetchurl {
      url = "https://github.com/acme/quick/archive/v0.14.1.tar.gz";
      sha256 = "0n5h0ysn593awvz4crkvzf5r800hd1c55bx9mm9vbqs906zii6mn";
    };
  });
}
