{ config, ... }:
{
  services.web.assets =
    let
      hash = "sha265-GG5dWKkMnZYVsj6oGhPqBRQHCp/pxl8n2ShIR4W49yA=";
      version = "1.9";
    in
    config.lib.assets { inherit hash version; };
}
