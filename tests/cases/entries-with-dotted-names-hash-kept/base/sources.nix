{
  linnet.version = "1.4.2";
  linnet.source.type = "gem";
  linnet.source.sha256 = "1lza8adlm5gi8g0nak129jpj0hgpcir7c7iqb9pay7liyi95hgdg";
  siskin.release.version = "1.4.2";
  siskin.release.linux = {
    hash = "sha256-BPQ/1J8zdfShLO2gtQqJKuzuBrG9Q/p0iEV1KtvcxMc=";
  };
  twite.version = "2.0.1";
  twite.source.sha256 = "1yvvpsjd0qr6gn780l5bh59qlq4h9zdzlh5g79jvih5dd8d57q5g";
}
