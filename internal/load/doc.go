// Package load holds a built server under load: many requests, many connections, peers
// that read slowly, close half of a connection or reset it, and a process that has no
// descriptors left. Nothing may be lost, nothing may leak, and a server that waits may
// not use the processor. There is only a test here; "go test ./internal/load -soak 10m"
// goes on for ten minutes. What a server answers byte for byte is the subject of package
// conform.
package load
