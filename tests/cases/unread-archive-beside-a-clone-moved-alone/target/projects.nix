{
  heron = {
    url = "https://git.example.org/p/heron.git";
    rev = "57aea272dab21d5e8a286994f70936fe963e8652";
    hash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=";
    docs_url = "https://example.org/heron-docs-1.0.tar.gz";
    docs_sha256 = "sha256-BDpxh3TFcr2KJa2+sb/NXAJWrhHOz5+cP5JdDlK+r4k=";
  };
}
