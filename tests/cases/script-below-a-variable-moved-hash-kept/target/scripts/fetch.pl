my $url = "https://example.org/a-1.1.tar.gz";
