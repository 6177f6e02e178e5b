{
  a = builtins.fetchGit { url = "https://github.com/o/a.git"; rev = "84846c83529117f77ea9d337f32cff232f422666"; ref = "main"; narHash = "sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs="; };
  b = builtins.fetchGit { url = "ssh://git@git.corp.example/b.git"; ref = "refs/heads/main"; rev = "eaf65d091f6174f234d9ff37eff035ba3d85e81c"; };
}
