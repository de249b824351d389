package registry

import "encoding/json"

// mustJSON marshals what this package made itself; it cannot fail on such values.
func mustJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("registry: " + err.Error())
	}
	return b
}
