module example.org/till

go 1.22

require example.org/till/lib v0.0.0

replace example.org/till/lib => ./lib
