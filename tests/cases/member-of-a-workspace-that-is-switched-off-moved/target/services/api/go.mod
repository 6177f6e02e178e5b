module example.org/api

go 1.22.0

require github.com/acme/tern v1.0.0
