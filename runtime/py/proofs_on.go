//go:build aio2go_proofs

package py

// proofs says that what the compiler has proved of a value is checked when it is used.
const proofs = true
