package rulebook

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"htxregistry/internal/dossier"
)

// checkWords refuses every word of a file that its place in the rulebook does not know, each with its line: a misspelt word
// that Go looks up by name would otherwise match nothing and say nothing. root is the Go type of the file.
func checkWords(text []byte, root reflect.Type) error {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return err
	}
	r := reader{words: vocabulary(), places: places()}
	for _, node := range document.Content {
		r.read(node, root, nil)
	}
	return errors.Join(r.faults...)
}

// reader holds the words known by type and by place, and what it found.
type reader struct {
	words  map[reflect.Type][]string
	places map[place][]string
	faults []error
}

func (r *reader) fault(node *yaml.Node, word string) {
	r.faults = append(r.faults, fmt.Errorf("line %d: unknown word %q", node.Line, word))
}

// read goes through a node beside the type it is decoded into. words are those of the place; nil leaves it to the type.
func (r *reader) read(node *yaml.Node, t reflect.Type, words []string) {
	if node.Kind == yaml.AliasNode {
		node = node.Alias
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if words == nil {
		words = r.words[t]
	}
	switch {
	case node.Kind == yaml.ScalarNode:
		if words != nil && node.Tag != "!!null" && !slices.Contains(words, node.Value) {
			r.fault(node, node.Value)
		}
	case node.Kind == yaml.SequenceNode && t.Kind() == reflect.Slice:
		for _, item := range node.Content {
			r.read(item, t.Elem(), words)
		}
	case node.Kind == yaml.MappingNode && t.Kind() == reflect.Map:
		for i := 0; i+1 < len(node.Content); i += 2 {
			r.read(node.Content[i], t.Key(), words)
			r.read(node.Content[i+1], t.Elem(), nil)
		}
	case node.Kind == yaml.MappingNode && t.Kind() == reflect.Struct && !reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		for i := 0; i+1 < len(node.Content); i += 2 {
			r.readField(node.Content[i].Value, node.Content[i+1], t)
		}
	}
}

// readField reads the value of a key of a struct; a key it does not have was refused when the file was decoded.
func (r *reader) readField(key string, value *yaml.Node, t reflect.Type) {
	for f := range t.Fields() {
		name, options, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case options == "inline":
			r.readField(key, value, f.Type)
		case name != key:
		case t == reflect.TypeFor[paper]() && f.Name == "When":
			if word, ok := dossier.Asks(value.Value); !ok {
				r.fault(value, word)
			}
		default:
			r.read(value, f.Type, r.places[place{t, f.Name}])
		}
	}
}
