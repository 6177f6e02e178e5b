module example.org/auth

go 1.22.0

require github.com/acme/gull v1.1.0
