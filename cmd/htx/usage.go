package main

import (
	"bytes"
	"strings"

	"github.com/alecthomas/kong"
)

// The parser of commands speaks English; people at desks read Vietnamese.

// inVietnamese gives what the parser says of a wrong command.
func inVietnamese(said string) string {
	return strings.NewReplacer(
		`expected string value but got "EOL" (<EOL>)`, "thiếu giá trị", "missing flags: ", "thiếu ", "unknown flag ", "không có tham số ", "unexpected argument ", "thừa hoặc sai: ",
		"must be one of", "phải là một trong", "but got", "nhưng lại là", ", did you mean one of ", ", có phải là một trong ",
		", did you mean ", ", có phải là ", "expected one of ", "thiếu một trong ", "expected a valid 64 bit int", "phải là số nguyên",
		"expected ", "thiếu ", "no such file or directory", "không có tệp này", "exists but is a directory", "là thư mục, không phải tệp",
		"stat ", "", `"",`, "",
	).Replace(said)
}

// helpInVietnamese prints the help of a command under Vietnamese headings.
func helpInVietnamese(o kong.HelpOptions, k *kong.Context) error {
	var text bytes.Buffer
	out := k.Stdout
	k.Stdout = &text
	err := kong.DefaultHelpPrinter(o, k)
	k.Stdout = out
	if err != nil {
		return err
	}
	_, err = strings.NewReplacer(
		"Usage:", "Cách dùng:", "\nArguments:", "\nĐối số:", "\nFlags:", "\nTham số:", "\nCommands:", "\nLệnh:", "<command>", "<lệnh>",
		" [flags]", " [tham số]", "\nRun \"", "\nChạy \"", "\" for more information on a command.", "\" để xem từng lệnh.",
	).WriteString(out, text.String())
	return err
}
