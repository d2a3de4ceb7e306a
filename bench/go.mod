module github.com/exithook/exithook/bench

go 1.25

require (
	github.com/exithook/exithook v0.0.0
	github.com/klauspost/shutdown2 v1.1.0
	github.com/rclone/rclone v1.73.1
	github.com/sirupsen/logrus v1.10.2
	github.com/tebeka/atexit v0.3.0
	github.com/xgfone/go-atexit v0.12.0
	github.com/xlab/closer v1.1.0
	go.uber.org/fx v1.24.0
	golang.org/x/perf v0.0.0-20250813145418-2f7363a06fe1
)

require (
	github.com/aclements/go-moremath v0.0.0-20210112150236-f10218a38794 // indirect
	github.com/jzelinskie/whirlpool v0.0.0-20201016144138-0675e54bb004 // indirect
	github.com/klauspost/cpuid/v2 v2.3.0 // indirect
	github.com/zeebo/blake3 v0.2.4 // indirect
	github.com/zeebo/xxh3 v1.0.2 // indirect
	go.uber.org/dig v1.19.0 // indirect
	go.uber.org/multierr v1.10.0 // indirect
	go.uber.org/zap v1.26.0 // indirect
	golang.org/x/net v0.48.0 // indirect
	golang.org/x/sys v0.39.0
	golang.org/x/time v0.14.0 // indirect
)

replace github.com/exithook/exithook => ../
