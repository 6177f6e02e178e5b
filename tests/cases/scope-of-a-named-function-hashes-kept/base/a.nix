{ fetchurl, lib, newScope }:
let
  packages = self: {
    release = "1.0";
    other = "7";
    tool = fetchurl {
      url = "https://example.org/tool-${self.release}.tgz";
      hash = "sha256-PZ/EvefO7wWNZbABhuecHxS0Joe0kWRMMDBlE1tkThg=";
    };
    still = fetchurl {
      url = "https://example.org/still-${self.other}.tgz";
      hash = "sha256-ZlB39cpdIMcnrNyDdBKkLRn+nsgAQWVyZZKlS6VuYos=";
    };
  };
in
lib.makeScope newScope packages
