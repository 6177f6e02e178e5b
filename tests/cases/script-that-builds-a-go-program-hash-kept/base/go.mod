module example.org/tern

go 1.22

require github.com/example/kestrel v1.4.2
