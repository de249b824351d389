package registry

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"htxregistry/internal/fault"
	"htxregistry/internal/vn"
)

// CodeService allots the code of a new organisation. The real one is the tax authority's, asked through the link between
// the registration and the tax systems (Điều 14, 92/2024/NĐ-CP); the one here allots from a range given to the register.
type CodeService interface {
	// Allot gives a code never given before. ErrCodesExhausted when there is none left.
	Allot(ctx context.Context, tx Tx) (string, error)
}

// ErrCodesExhausted says that the range of codes is used up.
var ErrCodesExhausted = fault.New(fault.Unavailable, "codes-exhausted",
	"Dải mã số của sổ đăng ký đã cấp hết. Hãy báo quản trị viên mở rộng dải mã.",
	"The register's range of codes is used up. Ask the operator to extend it.")

// CodeRange is a range of serials under one prefix of the tax authority.
type CodeRange struct {
	Prefix      string // two digits, 14 for Đồng Tháp
	First, Last int    // serials, seven digits
}

// ParseCodeRange reads 14:2000000-2999999.
func ParseCodeRange(s string) (CodeRange, error) {
	m := regexp.MustCompile(`^([0-9]{2}):([0-9]{1,7})-([0-9]{1,7})$`).FindStringSubmatch(s)
	if m == nil {
		return CodeRange{}, fmt.Errorf("code range %q is not of the form 14:2000000-2999999", s)
	}
	first, _ := strconv.Atoi(m[2])
	last, _ := strconv.Atoi(m[3])
	if last < first {
		return CodeRange{}, fmt.Errorf("code range %q ends before it begins", s)
	}
	return CodeRange{m[1], first, last}, nil
}

// Allot takes the next serial that has a valid check digit. A serial is never taken twice, also not by transactions that
// were rolled back or ran at the same time.
func (c CodeRange) Allot(ctx context.Context, tx Tx) (string, error) {
	for {
		n, err := tx.NextTaxSerial(ctx)
		if err != nil {
			return "", err
		}
		serial := c.First + int(n)
		if serial > c.Last {
			return "", ErrCodesExhausted
		}
		if code, ok := vn.NewTaxCode(c.Prefix, serial); ok {
			return string(code), nil
		}
	}
}
