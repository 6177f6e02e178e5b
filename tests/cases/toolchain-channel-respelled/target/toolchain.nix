{ fenix }:

{
  stable = fenix.toolchainOf {
    channel = "1.64.0";
    sha256 = "sha256-8len3i8oTwJSOJZMosGGXHBL5BVuGQnWOT2St5YAUFU=";
  };
  older = fenix.toolchainOf {
    channel = "1.65";
    sha256 = "sha256-KXx+ID0y4mg2B3LHp7IyaiMrdexF6octADnAtFIOjrY=";
  };
}
