module e.org/m

go 1.22

require e.org/dep v1.0.0
