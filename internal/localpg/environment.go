package localpg

import "os"

// pgBin is where the user says the programs are. It is read here and not in config because tests need it too.
func pgBin() string {
	return os.Getenv("PG_BIN") //nolint:forbidigo // see above
}
