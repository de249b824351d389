package history_test

import (
	"testing"

	"htxregistry/internal/history"
)

func TestAPositionIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	want := history.Position{Epoch: 2, Xact: 1 << 63, Seq: 42}
	if got, ok := history.ParsePosition(want.String()); !ok || got != want {
		t.Errorf("%v came back as %v, %v", want, got, ok)
	}
	for _, wrong := range []string{"", "1", "1-2", "1-2-3-4", "1-2-3 ", "01-2-3", "1--2-3", "x-2-3", "1-18446744073709551616-3", "1-2-9223372036854775808", "2147483648-2-3"} {
		if got, ok := history.ParsePosition(wrong); ok {
			t.Errorf("%q was read as %v", wrong, got)
		}
	}
}
