package naming

import (
	"strings"

	"htxregistry/internal/coop"
	"htxregistry/internal/vn"
)

// leads are the words by which names of a kind begin in any regime, in full and as books shorten them: what follows is the
// tên riêng. Which of them the law of a day asks for is Scheme.Leads.
func leads(kind coop.Kind) []string {
	switch kind {
	case coop.KindHTX:
		return []string{"Quỹ hỗ trợ phát triển hợp tác xã", "Hợp tác xã", "HTX"}
	case coop.KindLHHTX:
		return []string{"Liên hiệp hợp tác xã", "LHHTX"}
	case coop.KindQTDND:
		return []string{"Quỹ tín dụng nhân dân", "QTDND"}
	case coop.KindTHT:
		return []string{"Tổ hợp tác", "THT"}
	case coop.KindHoiQuan:
	}
	return nil
}

// Proper gives the tên riêng: the name without the leading words of its kind.
func Proper(kind coop.Kind, name string) string {
	for _, lead := range leads(kind) {
		if rest, ok := cutFold(name, lead); ok {
			return rest
		}
	}
	return vn.OneLine(name)
}

// Key is the form in which the tên riêng of a name is "written the same" as another.
func Key(kind coop.Kind, name string) string { return vn.NameKey(Proper(kind, name)) }

// cutFold cuts the leading words off a name, whatever its case and spacing; a name that is nothing but the words has an
// empty rest.
func cutFold(name, lead string) (string, bool) {
	words, wanted := strings.Fields(name), strings.Fields(lead)
	if len(words) < len(wanted) {
		return name, false
	}
	for i, word := range wanted {
		if words[i] != word && vn.NameKey(words[i]) != vn.NameKey(word) {
			return name, false
		}
	}
	return strings.Join(words[len(wanted):], " "), true
}
