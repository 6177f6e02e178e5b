{
  linnet.version = "1.5.0";
  linnet.source.type = "gem";
  linnet.source.sha256 = "1840vi97zckj1j702bcd8w0mnxs3lmsdq7la10c0qiwpsjnbggby";
  siskin.release.version = "1.5.0";
  siskin.release.linux = {
    hash = "sha256-I9UrFoLNdSnUzwU2mYa55kUNa5d3jqHjN9RMf0uMD50=";
  };
  twite.version = "2.0.1";
  twite.source.sha256 = "1yvvpsjd0qr6gn780l5bh59qlq4h9zdzlh5g79jvih5dd8d57q5g";
}
