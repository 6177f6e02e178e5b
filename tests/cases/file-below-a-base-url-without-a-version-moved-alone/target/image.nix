{
  baseUrl = "https://downloads.example.org/targets/sunxi/cortexa8/";
  imagebuilder = {
    sha256 = "e2911a840ba802b2f3b976d6bfbed72b20cc80a78e6ebb007765ab1916c20d8e";
    filename = "imagebuilder-sunxi-cortexa8.tar.zst";
  };
}
