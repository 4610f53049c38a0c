package text_test

import (
	"testing"

	"meguri/models/text"
)

func TestPhoneNumbersAreComparedByTheirDigits(t *testing.T) {
	for typed, want := range map[string]string{
		"044-200-1234":       "0442001234",
		"０４４（２００）１２３４":       "0442001234",
		"090ー1234ー5678":      "09012345678",
		"+81 90-1234-5678":   "09012345678",
		"+81 (0)90 12345678": "09012345678",
		"+44 20 7946 0958":   "442079460958",
		"内線 12":              "",
		"110":                "",
		"":                   "",
	} {
		if _, key, ok := text.NormalizePhone(typed); (want == "") == ok || (ok && key != want) {
			t.Errorf("%q is %q, %v, want %q", typed, key, ok, want)
		}
	}
}
