module example.org/server

go 1.22

require example.org/log v1.0.0
