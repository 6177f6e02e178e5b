{
  k3sVersion = "1.31.3+k3s1"; k3sCommit = "84846c83529117f77ea9d337f32cff232f422666"; k3sRepoSha256 = "1fs8xspqaxw0p5r4wz0lz3pqd9sdvhirmcriqbxcmg8vr89835ya"; k3sVendorHash = "sha256-TJRIXgwhrmxBzh3+e2v6zupato5AokdvUCCOUm9QYIA=";
  chartVersions = { traefik = { url = "https://k3s.io/charts/traefik-27.0.201+up27.0.2.tgz"; sha256 = "1ipgbaia2rbjk6a1694x0ai96cx5hml3bdgmxijy4yjhm41jqz9f"; }; };
  k3sRootVersion = "0.14.2"; k3sRootSha256 = "18ckyl9v4bxqci4mw1ajxymya85m7lfy44xd3qcrflph4bj4jhs5";
  containerdVersion = "1.7.23-k3s1"; containerdSha256 = "1r7qyhs0kbqghcln8hv5ypixjs8i4qszk4qfa468j5ph8drkxb0q";
  criCtlVersion = "1.29.0-k3s1";
}
