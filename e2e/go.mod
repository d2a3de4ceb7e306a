module github.com/exithook/exithook/e2e

go 1.25

require github.com/exithook/exithook v0.0.0

require go.uber.org/goleak v1.3.0

require github.com/tetratelabs/wazero v1.9.0 // indirect

replace github.com/exithook/exithook => ../

tool github.com/tetratelabs/wazero/cmd/wazero
