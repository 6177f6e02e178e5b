{
  master = {
    version = "0.16.0-dev.3059";
    x86_64-linux = {
      filename = "zig-x86_64-linux-0.16.0-dev.3059.tar.xz";
      shasum = "96b69a14add4ca57163a03a139fbfbd64650153e40827ddb64194c33d5cfddc1";
      size = 57368052;
    };
    aarch64-linux = {
      filename = "zig-aarch64-linux-0.16.0-dev.3059.tar.xz";
      shasum = "4f2ae1c123243cec808ef3aa8ff41dc523f3151b504acfe378c9c59ac7c8f6d8";
      size = 22459592;
    };
  };
}
