// How the contract becomes Go: see the .yaml files beside this one.

package api

//go:generate go tool oapi-codegen -config models.yaml ../openapi.yaml
//go:generate go tool oapi-codegen -config server.yaml ../openapi.yaml
//go:generate cp ../openapi.yaml ../internal/httpapi/openapi.yaml
