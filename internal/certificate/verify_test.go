package certificate_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"htxregistry/internal/certificate"
	"htxregistry/internal/certificate/certtest"
	"htxregistry/internal/coop"
)

func keySet(t *testing.T, signers ...*certificate.Signer) []byte {
	t.Helper()
	var keys []coop.SigningKey
	for _, s := range signers {
		keys = append(keys, s.Public())
	}
	set, err := json.Marshal(coop.NewKeySet(keys))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func sealed(t *testing.T, s *certificate.Signer, c coop.Certificate, personal bool) ([]byte, string) {
	t.Helper()
	seal, err := s.Seal(c, people())
	if err != nil {
		t.Fatal(err)
	}
	var who []coop.Representative
	if personal {
		who = people()
	}
	pdf, err := certificate.Print(c, who, seal.Credential(personal))
	if err != nil {
		t.Fatal(err)
	}
	return pdf, seal.Credential(personal)
}

func TestAGenuineFileIsKnownOffline(t *testing.T) {
	t.Parallel()
	c := papers(t)["htx-2023/2"]
	old, young := certtest.Signer(t), certtest.Signer(t)
	for _, personal := range []bool{true, false} {
		pdf, credential := sealed(t, old, c, personal)
		got, err := certificate.Verify(pdf, keySet(t, old, young)) // also after the key was rotated
		if err != nil {
			t.Fatalf("personal %v: %v", personal, err)
		}
		if got.Certificate.Subject.Name.Vi != c.Subject.Name.Vi || got.KeyID != old.Public().ID {
			t.Errorf("%+v", got)
		}
		if personal != (len(got.People) == 1 && got.People[0].IDDocument == "087085001234") {
			t.Errorf("personal %v: people %v", personal, got.People)
		}
		if _, err := certificate.VerifyCredential(credential, keySet(t, old)); err != nil {
			t.Error(err)
		}
		if _, err := certificate.Verify(pdf, keySet(t, young)); !errors.Is(err, certificate.ErrUnknownKey) {
			t.Errorf("another key: %v", err)
		}
		if !personal {
			payload, err := base64.RawURLEncoding.DecodeString(strings.Split(credential, ".")[1])
			if err != nil || bytes.Contains(payload, []byte("087085001234")) || bytes.Contains(payload, []byte("Ấp 1")) {
				t.Errorf("the public signature shows personal data: %s", payload)
			}
		}
	}
}

func TestAFileThatWasTouchedIsRefused(t *testing.T) {
	t.Parallel()
	s, c := certtest.Signer(t), papers(t)["htx-2023/2"]
	genuine, credential := sealed(t, s, c, true)
	keys := keySet(t, s)
	touched := bytes.Replace(genuine, []byte("/Author"), []byte("/Auth0r"), 1)
	if _, err := certificate.Verify(touched, keys); !errors.Is(err, certificate.ErrAltered) {
		t.Errorf("one byte: %v", err)
	}
	if _, err := certificate.Verify(append(bytes.Clone(genuine), '\n'), keys); !errors.Is(err, certificate.ErrAltered) {
		t.Errorf("one byte more: %v", err)
	}
	richer := c
	capital := *c.Subject.Capital * 10
	richer.Subject.Capital = &capital
	forged, err := certificate.Print(richer, people(), credential)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.Verify(forged, keys); !errors.Is(err, certificate.ErrAltered) {
		t.Errorf("another page around a genuine signature: %v", err)
	}
	if _, err := certificate.Verify([]byte("%PDF-1.7\n"), keys); !errors.Is(err, certificate.ErrNoCredential) {
		t.Errorf("no signature: %v", err)
	}
	jws, _, _ := strings.Cut(credential, "~")
	parts := strings.Split(jws, ".")
	payload, _ := base64.RawURLEncoding.DecodeString(parts[1])
	payload = bytes.Replace(payload, []byte("1005000000"), []byte("9005000000"), 1)
	swapped := parts[0] + "." + base64.RawURLEncoding.EncodeToString(payload) + "." + parts[2]
	if _, err := certificate.VerifyCredential(swapped, keys); !errors.Is(err, certificate.ErrSignature) {
		t.Errorf("another payload: %v", err)
	}
	stranger, err := s.Seal(c, []coop.Representative{{FullName: "Người Lạ", IDDocument: "087085009999"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := certificate.VerifyCredential(jws+"~"+stranger.Disclosure+"~", keys); !errors.Is(err, certificate.ErrAltered) {
		t.Errorf("a stranger's data: %v", err)
	}
}

func TestKeysThatCannotSignAreRefused(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"", "{}", `{"kty":"oct","k":"AAAA"}`, string(certtest.Signer(t).Public().JWK)} {
		if _, err := certificate.NewSigner([]byte(key)); err == nil {
			t.Errorf("%q was taken for a signing key", key)
		}
	}
}
