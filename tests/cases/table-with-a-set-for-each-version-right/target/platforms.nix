{
  "1.4" = {
    x86_64-linux.sha256 = "sha256-TgdAhWK+24tgzgXB3s/jrRa3IjCWfeAfZAt+Rym0n84=";
    aarch64-linux.sha256 = "sha256-SyJ3d9TdH8Ycb4hPSGQdArTRIdP9Moywi1Ux/Kzav4o=";
  };
  "1.5" = {
    x86_64-linux.sha256 = "sha256-5/bAEXdujbfNMwtUF0/Xb30CFrYSOHpf/PuB5vCRloM=";
    aarch64-linux.sha256 = "sha256-eQJpm+Qsio5G+7tFAXJlF+hrIsVqGJ92JabaSQgbJFE=";
  };
}
