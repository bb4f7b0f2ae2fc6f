//go:build !aio2go_proofs

package py

// proofs says that what the compiler has proved of a value is checked when it is used. It
// is for tests: go test -tags aio2go_proofs, or GOFLAGS=-tags=aio2go_proofs.
const proofs = false
