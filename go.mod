module github.com/exithook/exithook

go 1.25
