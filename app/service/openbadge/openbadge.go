// Package openbadge makes Open Badges 3.0 (1EdTech, https://www.imsglobal.org/spec/ob/v3p0): a credential, signed as a
// JSON Web Token (section 8.2) and baked into a picture (section 5.3), which wallets and other verifiers read without
// us. The issuer is a DID of the method web: its document names the key.
package openbadge

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"time"
)

// Signer signs credentials.
type Signer struct{ key ed25519.PrivateKey }

// NewSigner makes a signer whose key is made of 32 secret bytes.
func NewSigner(seed []byte) Signer { return Signer{ed25519.NewKeyFromSeed(seed)} }

// Issuer is the organization that awards a badge.
type Issuer struct {
	// ID is its DID, see IssuerID; URL its own page, "" for none.
	ID   string `json:"id"`
	Type string `json:"type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// IssuerID is the DID of an organization (did:web): its document lies at baseURL + /organizations/{slug}/did.json.
func IssuerID(baseURL, slug string) string {
	host := strings.TrimPrefix(strings.TrimPrefix(baseURL, "https://"), "http://")
	return "did:web:" + strings.ReplaceAll(host, ":", "%3A") + ":organizations:" + url.PathEscape(slug)
}

// Badge is what a person is awarded.
type Badge struct {
	Issuer Issuer
	// ID is the address at which everybody may check the badge, EventURL that of the event.
	ID, EventURL string
	// Name, Description, Criteria and PictureURL tell what it is awarded for, in the language Lang (BCP 47).
	Name, Description, Criteria, PictureURL, Lang string
	// Person is the name as it stands on the certificate, Number that of the certificate.
	Person, Number string
	// Narrative is how the person attended, "" for nothing to say.
	Narrative string
	// From and Until are when the event was. The badge holds from its end on.
	From, Until time.Time
}

// contexts are those of credentials (W3C VC 2.0) and of Open Badges 3.0, in this order.
var contexts = []string{
	"https://www.w3.org/ns/credentials/v2",
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
}

type object = map[string]any

// credential is the AchievementCredential, with the claims that a token repeats (section 8.2.4.1).
func (b *Badge) credential() object {
	subject := object{
		"type": []string{"AchievementSubject"},
		"identifier": []object{
			{"type": "IdentityObject", "identityType": "name", "hashed": false, "identityHash": b.Person},
		},
		"activityStartDate": b.From.UTC().Format(time.RFC3339),
		"activityEndDate":   b.Until.UTC().Format(time.RFC3339),
		"licenseNumber":     b.Number,
		"achievement": object{
			"type": []string{"Achievement"}, "id": b.EventURL, "achievementType": "Certificate", "inLanguage": b.Lang,
			"name": b.Name, "description": b.Description, "criteria": object{"narrative": b.Criteria},
			"image": object{"type": "Image", "id": b.PictureURL},
		},
	}
	if b.Narrative != "" {
		subject["narrative"] = b.Narrative
	}
	return object{
		"@context": contexts, "type": []string{"VerifiableCredential", "AchievementCredential"},
		"id": b.ID, "name": b.Name, "issuer": b.Issuer, "validFrom": b.Until.UTC().Format(time.RFC3339),
		"credentialSubject": subject,
		"iss":               b.Issuer.ID, "jti": b.ID, "nbf": b.Until.Unix(),
	}
}

// Sign makes the token of a badge: a JSON Web Signature in compact form (RFC 7515) with EdDSA (RFC 8037).
func (s Signer) Sign(b *Badge) (string, error) {
	head, err := json.Marshal(object{"alg": "EdDSA", "typ": "JWT", "kid": keyID(b.Issuer.ID), "jwk": s.publicKey()})
	if err != nil {
		return "", err
	}
	body, err := json.Marshal(b.credential())
	if err != nil {
		return "", err
	}
	signed := encode(head) + "." + encode(body)
	return signed + "." + encode(ed25519.Sign(s.key, []byte(signed))), nil
}

// Document is the DID document of an issuer (W3C DID 1.0), as JSON: it names the key that signs its badges.
func (s Signer) Document(issuerID string) ([]byte, error) {
	key := object{
		"id": keyID(issuerID), "type": "JsonWebKey2020", "controller": issuerID, "publicKeyJwk": s.publicKey(),
	}
	return json.Marshal(object{
		"@context": []string{"https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"},
		"id":       issuerID, "verificationMethod": []object{key}, "assertionMethod": []string{keyID(issuerID)},
	})
}

// publicKey is the key as a JSON Web Key (RFC 8037, section 2).
func (s Signer) publicKey() map[string]string {
	public, _ := s.key.Public().(ed25519.PublicKey)
	return map[string]string{"kty": "OKP", "crv": "Ed25519", "x": encode(public)}
}

func keyID(issuerID string) string { return issuerID + "#key-1" }

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
