package fault_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"htxregistry/internal/fault"
	"htxregistry/internal/law"
)

func taken() *fault.Error {
	return fault.New(fault.Refused, "name-taken", "Tên đã được đăng ký; hãy chọn tên khác.", "name is taken")
}

func TestAFaultIsKnownByKindAndByCode(t *testing.T) {
	t.Parallel()
	other := fault.New(fault.Refused, "code-taken", "", "")
	err := fmt.Errorf("register: %w", taken().At(fault.Field{Pointer: "/name", Code: "name-taken"}).Because(io.ErrUnexpectedEOF))
	for target, want := range map[error]bool{
		fault.Refused: true, taken(): true, io.ErrUnexpectedEOF: true,
		fault.NotFound: false, other: false, io.EOF: false,
	} {
		if errors.Is(err, target) != want {
			t.Errorf("is %v: %v", target, !want)
		}
	}
	var got *fault.Error
	if !errors.As(err, &got) || got.Kind != fault.Refused || got.Fields[0].Pointer != "/name" {
		t.Errorf("found %+v", got)
	}
	var kind fault.Kind
	if !errors.As(err, &kind) || kind != fault.Refused {
		t.Errorf("of kind %q", kind)
	}
}

func TestTheDeclaredFaultStaysAsItIs(t *testing.T) {
	t.Parallel()
	declared := taken().With(law.Cite{Doc: "a"}).At(fault.Field{Code: "a"}).Member("a", 1)
	before, err := json.Marshal(declared)
	if err != nil {
		t.Fatal(err)
	}
	first := declared.With(law.Cite{Doc: "b"}).At(fault.Field{Code: "b"}).Member("a", 2).Member("b", 2)
	second := declared.With(law.Cite{Doc: "c"}).At(fault.Field{Code: "c"}).Saying("x", "y").After(time.Minute).Because(io.EOF)
	if after, err := json.Marshal(declared); err != nil || string(after) != string(before) {
		t.Errorf("%s became %s, %v", before, after, err)
	}
	if len(first.Cite) != 2 || first.Cite[1].Doc != "b" || first.Fields[1].Code != "b" || first.Members["a"] != 2 || len(first.Members) != 2 {
		t.Errorf("first copy is %+v", first)
	}
	if second.Cite[1].Doc != "c" || second.Fields[1].Code != "c" || second.Members["a"] != 1 || second.RetryAfter != time.Minute ||
		second.Message != "x" || second.English != "y" {
		t.Errorf("second copy is %+v", second)
	}
	if !errors.Is(second, io.EOF) || errors.Is(first, io.EOF) || errors.Is(declared, io.EOF) {
		t.Error("the cause is not with its copy alone")
	}
}

func TestTheLogSaysAllInEnglish(t *testing.T) {
	t.Parallel()
	err := fault.New(fault.Invalid, "invalid-request", "Yêu cầu không hợp lệ.", "request is not valid").
		At(fault.Field{Pointer: "/name", Code: "required"}, fault.Field{Parameter: "on", Code: "format"}).Because(io.EOF)
	if want := "invalid-request: request is not valid; /name required; on format: EOF"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
}

func TestAFieldSpeaksTheContract(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal([]fault.Field{
		{Pointer: "/name", Code: "required", Detail: "Thiếu tên.", Cite: []law.Cite{{Doc: "17/2023/QH15", At: "Điều 50"}}},
		{Parameter: "on", Code: "format", Detail: "Sai ngày."},
	})
	const want = `[{"pointer":"/name","code":"required","detail":"Thiếu tên.","cite":[{"document":"17/2023/QH15","article":"Điều 50"}]},` +
		`{"parameter":"on","code":"format","detail":"Sai ngày."}]`
	if err != nil || string(text) != want {
		t.Errorf("%s, %v", text, err)
	}
}
