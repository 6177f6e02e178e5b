{
  master = {
    version = "0.16.0-dev.3041";
    x86_64-linux = {
      filename = "zig-x86_64-linux-0.16.0-dev.3041.tar.xz";
      shasum = "96b69a14add4ca57163a03a139fbfbd64650153e40827ddb64194c33d5cfddc1";
      size = 57368052;
    };
    aarch64-linux = {
      filename = "zig-aarch64-linux-0.16.0-dev.3041.tar.xz";
      shasum = "f69e3699d43efd07d47c43abefe51a5f4c676c99d92a7772e13e35149d81dab0";
      size = 22459592;
    };
  };
}
