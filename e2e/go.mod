module github.com/exithook/exithook/e2e

go 1.25

require github.com/exithook/exithook v0.0.0

replace github.com/exithook/exithook => ../
