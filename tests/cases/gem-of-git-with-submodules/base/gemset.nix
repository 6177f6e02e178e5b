{
  rails = { groups = [ "default" ]; platforms = [ ]; source = { remotes = [ "https://rubygems.org" ]; sha256 = "18ckyl9v4bxqci4mw1ajxymya85m7lfy44xd3qcrflph4bj4jhs5"; type = "gem"; }; version = "7.1.0"; };
  fork = { source = { fetchSubmodules = false; rev = "84846c83529117f77ea9d337f32cff232f422666"; sha256 = "04giv618l96pi7xbrmyiwidzk8pban1aw2ww0ldcmsqh6v410br5"; type = "git"; url = "https://github.com/o/fork.git"; }; version = "0.1"; };
}
