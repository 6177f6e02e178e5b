{ stdenv, fetchurl, part, version }:
let
  hashes = {
    p0 = "sha256-sN0KVdJmw69ite787vL2a81Onpm5WFAs1HuNOZPRg/g=";
    p1 = "sha256-WeCjzHoMRflnNb8fBjJduQtLt0LyV98StrGN89ISZJk=";
    p2 = "sha256-R008mgtSt2i3xUr/ssOGqSGmszAHEJxwvntTbroXa7Q=";
    p3 = "sha256-j3TY62vWTU6CN1e97P8vviRWc/PHntsJK674g5brAuA=";
    p4 = "sha256-jmDedt4MbFDg8CBD2b/TK6U7XwrAqgb66046XMUfBDU=";
    p5 = "sha256-bqUVBN115sBc/bO/VXKAlecUS23qBYFnnRPMMqC3REQ=";
    p6 = "sha256-t5hh7evhlRMHoEX88SuWcMfjYIIdtTsxGPLITzo448Y=";
    p7 = "sha256-D0t2l7NLih722ScANenEUzGf3fD9XYFnieWqukubyrg=";
    p8 = "sha256-N1b+Ed54r6+RsInp54PJcBgY0ssb61U0P5QSRxSTTDE=";
    p9 = "sha256-cy2xWBIclXZA4JPpDeVR1lvLvysIyWKP7Iur7po29P4=";
    p10 = "sha256-c1SyPVFTz9tEP3ZyfJIBt4icux+CbFaxisTC42VnI0c=";
    p11 = "sha256-XZurkuNwM5klo5P3DPAmbUznbiCqYOzlGjmK1FrM9lw=";
    p12 = "sha256-t14Y+AzU06nbXMHBXAVYkTz6XoKUHPnbgg3YL31tVn4=";
    p13 = "sha256-utl8R7bSeAoAvGT3GHOkICJdxX++i71m2FCa4LWpOHs=";
    p14 = "sha256-vB0N5S75Thq5pLCTFSn8xGChZ7Z1frd7b2kLpZ3+tsk=";
    p15 = "sha256-KObzAEDaVydYWhu8ZJK595q16RczjYipdYN7IB1I/ZQ=";
    p16 = "sha256-UBt/n0CLbK3y9CFg6aoAeRb1v2DfgJbUtLYzOPI77Bc=";
    p17 = "sha256-w77EPv2pEd3o/k1CcdClsr1qrJyKe1wF08gzqu0h/qQ=";
    p18 = "sha256-EvVX/NFpr+TF+Dtc7hbnq31dPs4cFyuVeP9KMVfQh44=";
    p19 = "sha256-Ku3Q4yadNPFW7yv+HVoF9k//um6DPmbFiYvqmeyLUB0=";
    p20 = "sha256-slLzwrveBQMbQaCKKcvxnmmVMOvG6bQP0Ko8rYQ/50o=";
    p21 = "sha256-VbKFkzKwF/fH3tq6w5Dj5AEdL04K5u9d4weyODxSMRM=";
    p22 = "sha256-Wik6ftGP/yUsXMFIkcAu9EH0p/2yjVinZgZo+zOJlJw=";
    p23 = "sha256-iWDvfJE4jpLSNKyMglRtX4JbMVcJvT9kCblJTYXGH8o=";
    p24 = "sha256-KGE/FcliAeCD8FFE8lR7Rr/MyL32h9Q9d/gslgief9o=";
    p25 = "sha256-JRGoSgE4BJwrZtoIPUdg7vNLfAf18Gv7p+85/g0jVgI=";
    p26 = "sha256-0UvkHHuUxqnPqwkuCNJHhcVaT/I0OOpe24hpGs4Yg00=";
    p27 = "sha256-DPtw80TmAUDhkXh0Ny1ejcFXhTUt5tkyc/uLIE8yE3M=";
    p28 = "sha256-D2hxt7plY+SmXk/sVsvpi06mBhfm4SJuLQxN6uy1gp4=";
    p29 = "sha256-T+wZ9CsSW7kO3o5ICeCF6P2x0N3huJAvD/8zJPcOmWI=";
    p30 = "sha256-JDhj8KDgaApjXbHr2ecgboGt8LS2AgS6V5aFnYdpCtA=";
    p31 = "sha256-71nDTl30zzduydIT5tWA7pTCBRWyXqwweC/57vM3zq0=";
    p32 = "sha256-aR3UhKV36lAxrZ3re8p7EBbJTy/MIB1PmhLlHAvUsz0=";
    p33 = "sha256-kk0eUE9THsrhUBas+TzjF1bnHUQtJaTXl6aXCzNUtNw=";
    p34 = "sha256-SdRu7i9TY8+8sYmmVdYoQHxpxzbVnVOcvL0Duli0UEg=";
    p35 = "sha256-g1kcEbC0dnEI8Z6WxGqTixOV1zb7OaYaqUNbL1Br/2c=";
    p36 = "sha256-7c7qDgsbhBxTQapoP2GURs16bB5k2+eI6MEtER+dUYc=";
    p37 = "sha256-34/FtHKeZD/HdLZ50oPsaPM8JTftfp7gCLRu+BBtcgM=";
    p38 = "sha256-RmzdpTAmSq3cEJbyIQd5PdLEDt7d8+hyYAyBZQnl5e4=";
    p39 = "sha256-oYK5auXCGj/mXLDG7MEQlzTV96nX9ODX+VihDY1Y8Fo=";
  };
in
stdenv.mkDerivation (finalAttrs: {
  pname = part;
  inherit version;
  src = fetchurl {
    url = "https://example.org/${finalAttrs.pname}-${finalAttrs.version}.tar.gz";
    hash = hashes.${finalAttrs.pname};
  };
})
