{
  heron = {
    repo = "https://git.example.org/heron/heron";
    version = "1.0";
    commit = "8b3d6c1f0a9e4d2c7b5a3f1e6d8c9b0a2f4e6d1c";
    hash = "sha256-CfPTEUKToDcKvLS848fFYYnucsP9eBtWvFSKQPNIuaI=";
  };
}
