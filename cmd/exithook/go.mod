module github.com/exithook/exithook/cmd/exithook

go 1.25

require (
	github.com/exithook/exithook v0.1.0
	golang.org/x/mod v0.31.0
	golang.org/x/sys v0.39.0
	golang.org/x/tools v0.40.0 // indirect
)

require github.com/rogpeppe/go-internal v1.14.1
