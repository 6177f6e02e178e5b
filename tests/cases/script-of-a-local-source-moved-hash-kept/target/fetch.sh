# Download the release.
curl -L https://example.org/a-1.1.tar.gz -o $out
