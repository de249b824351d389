package certificate

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/go-jose/go-jose/v4"

	"htxregistry/internal/coop"
)

// mediaType is what a credential is: a verifiable credential secured as a JWS whose personal part is disclosed apart.
const mediaType = "vc+jwt"

// Signer seals certificates with one Ed25519 key.
type Signer struct {
	public coop.SigningKey
	jws    jose.Signer
}

// NewKey makes a private signing key as a JSON Web Key, and what signs with it. Whoever has it can forge certificates.
func NewKey() (private []byte, s *Signer, err error) {
	_, made, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, nil, fmt.Errorf("make signing key: %w", err)
	}
	key := jose.JSONWebKey{Key: made, Algorithm: string(jose.EdDSA), Use: "sig"}
	if key.KeyID, err = thumbprint(key); err != nil {
		return nil, nil, err
	}
	if private, err = json.Marshal(key); err != nil {
		return nil, nil, fmt.Errorf("write signing key: %w", err)
	}
	s, err = NewSigner(private)
	return private, s, err
}

// thumbprint names a key by what it is (RFC 7638).
func thumbprint(key jose.JSONWebKey) (string, error) {
	sum, err := key.Thumbprint(crypto.SHA256)
	if err != nil {
		return "", fmt.Errorf("name signing key: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sum), nil
}

// NewSigner reads a private key made by NewKey.
func NewSigner(private []byte) (*Signer, error) {
	var key jose.JSONWebKey
	if err := json.Unmarshal(private, &key); err != nil {
		return nil, fmt.Errorf("read signing key: %w", err)
	}
	if _, ok := key.Key.(ed25519.PrivateKey); !ok {
		return nil, errors.New("read signing key: it is no private Ed25519 key")
	}
	name, err := thumbprint(key)
	if err != nil {
		return nil, err
	}
	key.KeyID, key.Use, key.Algorithm = name, "sig", string(jose.EdDSA)
	public, err := json.Marshal(key.Public())
	if err != nil {
		return nil, fmt.Errorf("write public key: %w", err)
	}
	options := (&jose.SignerOptions{}).WithType(mediaType)
	jws, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.EdDSA, Key: key}, options)
	if err != nil {
		return nil, fmt.Errorf("use signing key: %w", err)
	}
	return &Signer{public: coop.SigningKey{ID: name, JWK: public}, jws: jws}, nil
}

// Public is the key that the signer's certificates are verified with.
func (s *Signer) Public() coop.SigningKey { return s.public }

// Print is the function Print: what signs also prints.
func (*Signer) Print(c coop.Certificate, people []coop.Representative, credential string) ([]byte, error) {
	return Print(c, people, credential)
}

// Seal signs what a certificate says. The personal data of people is covered by a salted digest, so that the JWS can be
// shown to everyone and the disclosure only to who may see it (RFC 9901).
func (s *Signer) Seal(c coop.Certificate, people []coop.Representative) (coop.Seal, error) {
	seal := coop.Seal{Key: s.public}
	subject, err := membersOf(c)
	if err != nil {
		return seal, err
	}
	if len(people) > 0 {
		if seal.Disclosure, err = disclose(people); err != nil {
			return seal, err
		}
		subject["_sd"], subject["_sd_alg"] = []string{digest(seal.Disclosure)}, "sha-256"
	}
	payload, err := json.Marshal(map[string]any{
		"@context": []string{"https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/undefined-terms/v2"},
		"type":     []string{"VerifiableCredential"},
		"id":       "urn:uuid:" + c.ID.String(), "issuer": c.VerifyURL, "validFrom": c.IssuedOn.Start().Format(time.RFC3339),
		"credentialSubject": subject,
	})
	if err != nil {
		return seal, fmt.Errorf("write credential: %w", err)
	}
	signed, err := s.jws.Sign(payload)
	if err != nil {
		return seal, fmt.Errorf("sign certificate: %w", err)
	}
	seal.JWS, err = signed.CompactSerialize()
	return seal, err
}

// membersOf is a certificate as the members of a JSON object.
func membersOf(c coop.Certificate) (map[string]any, error) {
	text, err := json.Marshal(c)
	if err != nil {
		return nil, fmt.Errorf("write certificate: %w", err)
	}
	members := map[string]json.RawMessage{}
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, fmt.Errorf("write certificate: %w", err)
	}
	subject := make(map[string]any, len(members)+2)
	for name, value := range members {
		subject[name] = value
	}
	return subject, nil
}

// disclose writes personal data as a disclosure: a salt nobody can guess, the name of the member, its value.
func disclose(people []coop.Representative) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("salt: %w", err)
	}
	text, err := json.Marshal([]any{base64.RawURLEncoding.EncodeToString(salt), "people", people})
	if err != nil {
		return "", fmt.Errorf("write disclosure: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(text), nil
}

func digest(disclosure string) string {
	sum := sha256.Sum256([]byte(disclosure))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
