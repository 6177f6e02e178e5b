package lib

const size = 1
