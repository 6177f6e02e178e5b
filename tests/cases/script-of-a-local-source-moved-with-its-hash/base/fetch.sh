# Download the release.
curl -L https://example.org/a-1.0.tar.gz -o $out
