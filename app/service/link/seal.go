package link

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
)

// Seal encrypts a text of the owner with the id, so that who has the database and not the key cannot read it.
func (m Maker) Seal(id, text string) (string, error) {
	box, err := m.box()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, box.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(box.Seal(nonce, nonce, []byte(text), []byte(id))), nil
}

// Unseal decrypts it. It fails with another key, or for another owner.
func (m Maker) Unseal(id, sealed string) (string, error) {
	box, err := m.box()
	if err != nil {
		return "", err
	}
	content, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(content) < box.NonceSize() {
		return "", errors.New("this was not sealed")
	}
	text, err := box.Open(nil, content[:box.NonceSize()], content[box.NonceSize():], []byte(id))
	return string(text), err
}

func (m Maker) box() (cipher.AEAD, error) {
	block, err := aes.NewCipher(m.sum("seal", "", 0))
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
