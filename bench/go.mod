module github.com/exithook/exithook/bench

go 1.25

require (
	github.com/exithook/exithook v0.0.0
	github.com/sirupsen/logrus v1.9.3
	github.com/xlab/closer v0.0.0-20190328110542-03326addb7c2
)

require golang.org/x/sys v0.0.0-20220715151400-c0bba94af5f8 // indirect

replace github.com/exithook/exithook => ../
