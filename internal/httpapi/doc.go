// Package httpapi serves the register over HTTP: the generated strict server, one hand-written file for each tag of the
// contract, and what stands before every handler: identity, limits, and the contract's own schema. It alone knows echo.
//
// To add an operation: describe it in openapi.yaml, run make generate, and the build breaks at the assertion in server.go
// until the method stands in the file of its tag. A handler has three steps: call the use case, return the error as it is,
// wrap the result.
package httpapi
