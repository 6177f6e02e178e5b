module example.org/site

require example.org/theme v1.0.0
