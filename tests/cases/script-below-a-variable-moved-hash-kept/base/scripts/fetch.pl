my $url = "https://example.org/a-1.0.tar.gz";
