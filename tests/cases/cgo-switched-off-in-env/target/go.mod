module example.org/wryneck

go 1.22

require example.org/ant v1.0.0
