{
  finch = {
    groups = [ "default" ];
    platforms = [ ];
    source = {
      remotes = [ "https://rubygems.org" ];
      sha256 = "0f1hgi1nsq78glq8jxhrpc9y4h8gp3xc32s2jcyq14sf2vv3053i";
      type = "gem";
    };
    version = "1.4.0";
  };
  siskin = {
    groups = [ "default" ];
    platforms = [ ];
    source = {
      remotes = [ "https://rubygems.org" ];
      sha256 = "1g9vlqafc75wfw24adczh6x3kpl7pwk17s9nkl2ycj7wiik4nbsd";
      type = "gem";
    };
    version = "1.4.0";
  };
}
