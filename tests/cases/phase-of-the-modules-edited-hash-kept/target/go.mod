module example.org/kestrel

go 1.22

require github.com/example/tern v1.0.0
