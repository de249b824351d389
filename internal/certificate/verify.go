package certificate

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/go-jose/go-jose/v4"

	"htxregistry/internal/coop"
)

// What may be wrong with a file.
var (
	ErrNoCredential = errors.New("certificate: the file has no signature of a register in it")
	ErrUnknownKey   = errors.New("certificate: signed with a key that is not among the given ones")
	ErrSignature    = errors.New("certificate: the signature is not right")
	ErrAltered      = errors.New("certificate: the file is not what was signed")
)

// Verified is what a genuine file says.
type Verified struct {
	Certificate coop.Certificate
	People      []coop.Representative // nil: the rendition for everyone
	KeyID       string
}

// Verify tells offline whether a PDF is a certificate as the holder of one of the keys (a JSON Web Key Set) gave it: the
// signature within must be right, and the page must be, byte for byte, what the signed contents print. Whether the
// certificate still stands only the register knows.
func Verify(pdf, keySet []byte) (Verified, error) {
	credential, err := attached(pdf)
	if err != nil {
		return Verified{}, err
	}
	v, err := VerifyCredential(credential, keySet)
	if err != nil {
		return Verified{}, err
	}
	again, err := Print(v.Certificate, v.People, credential)
	if err != nil {
		return Verified{}, err
	}
	if !bytes.Equal(again, pdf) {
		return Verified{}, ErrAltered
	}
	return v, nil
}

// VerifyCredential verifies a signature as the register gives it beside the PDF: a JWS, or one with its disclosure.
func VerifyCredential(credential string, keySet []byte) (Verified, error) {
	var keys jose.JSONWebKeySet
	if err := json.Unmarshal(keySet, &keys); err != nil {
		return Verified{}, fmt.Errorf("read keys: %w", err)
	}
	parts := strings.Split(credential, "~")
	signed, err := jose.ParseSignedCompact(parts[0], []jose.SignatureAlgorithm{jose.EdDSA})
	if err != nil {
		return Verified{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	name := signed.Signatures[0].Header.KeyID
	known := keys.Key(name)
	if len(known) == 0 {
		return Verified{}, ErrUnknownKey
	}
	payload, err := signed.Verify(known[0])
	if err != nil {
		return Verified{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	if signed.Signatures[0].Header.ExtraHeaders[jose.HeaderType] != mediaType {
		return Verified{}, fmt.Errorf("%w: it signs something else", ErrSignature)
	}
	v := Verified{KeyID: name}
	digests, err := v.read(payload)
	if err != nil {
		return Verified{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	for _, disclosure := range parts[1:] {
		if disclosure == "" {
			continue
		}
		if !slices.Contains(digests, digest(disclosure)) {
			return Verified{}, fmt.Errorf("%w: a disclosure that was not signed", ErrAltered)
		}
		if v.People, err = disclosed(disclosure); err != nil {
			return Verified{}, fmt.Errorf("%w: %w", ErrAltered, err)
		}
	}
	return v, nil
}

// read takes the certificate out of a credential, and the digests of what is disclosed apart.
func (v *Verified) read(payload []byte) (digests []string, err error) {
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(payload, &members); err != nil {
		return nil, err
	}
	subject := members["credentialSubject"]
	if err := json.Unmarshal(subject, &v.Certificate); err != nil {
		return nil, err
	}
	inner := map[string]json.RawMessage{}
	if err := json.Unmarshal(subject, &inner); err != nil || inner["_sd"] == nil {
		return nil, err
	}
	return digests, json.Unmarshal(inner["_sd"], &digests)
}

func disclosed(disclosure string) (people []coop.Representative, err error) {
	text, err := base64.RawURLEncoding.DecodeString(disclosure)
	if err != nil {
		return nil, err
	}
	var parts []json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil {
		return nil, err
	}
	if len(parts) != 3 || string(parts[1]) != `"people"` {
		return nil, errors.New("a disclosure of something else")
	}
	return people, json.Unmarshal(parts[2], &people)
}

// attached gives the credential attached to a PDF of this package.
func attached(pdf []byte) (string, error) {
	form := regexp.MustCompile(`/Type /EmbeddedFile /Length ([0-9]{1,7}) /Filter /FlateDecode [^\n]*\s+stream\n`)
	at := form.FindSubmatchIndex(pdf)
	if at == nil {
		return "", ErrNoCredential
	}
	length, err := strconv.Atoi(string(pdf[at[2]:at[3]]))
	if err != nil || at[1]+length > len(pdf) {
		return "", ErrNoCredential
	}
	unpacked, err := zlib.NewReader(bytes.NewReader(pdf[at[1] : at[1]+length]))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoCredential, err)
	}
	const longest = 1 << 20
	text, err := io.ReadAll(io.LimitReader(unpacked, longest))
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrNoCredential, err)
	}
	return string(text), nil
}
