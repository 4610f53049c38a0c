package account

import (
	"strings"
	"testing"
)

func TestCheckPassword(t *testing.T) {
	for password, ok := range map[string]bool{
		goodPassword: true, otherPassword: true, "JJOSSCMF4LH55UZYG6C7": true, strings.Repeat("長い道のり", 39) + "x": true,
		"short": false, strings.Repeat("x", 201): false,
		"password1234":     false,
		"123456789012":     false,
		"qwertyuiop12":     false,
		"aaaaaaaaaaaa":     false,
		"iloveyou1234":     false,
		"Password2025!":    false,
		"hanako.kawasaki1": false, "川崎花子川崎花子川崎花子": false, "meguri-meguri-1": false, "hanakohanako2": false,
	} {
		t.Run(password, func(t *testing.T) {
			err := CheckPassword(password, "hanako.kawasaki@city.example", "川崎花子")
			expectEqual(t, "good enough", err == nil, ok)
		})
	}
}
