package text

import "testing"

func TestHasURL(t *testing.T) {
	for s, want := range map[string]bool{
		"【当選】10万円 https://phish.example/win を今すぐクリック": true,
		"ｈｔｔｐｓ：／／ｐｈｉｓｈ．ｅｘａｍｐｌｅ":                       true,
		"http:phish.example": true,
		"WWW.phish.example":  true,
		"ＷＷＷ。phish":          true,
		"bit.ly/x":           true,
		"phish.COM/win":      true,
		"髙橋":                 false,
		"Dr.Sato":            false,
		"J.R. O'Neil":        false,
		"Md.Karim":           false,
		"Kumar a/l Raman":    false,
		"価格.com":             false,
		"DMM.com":            false,
		"ABC Co.,Ltd./営業部":   false,
		"ABC Co.Ltd/営業部":     false,
		"産学連携／医工連携":          false,
		"No.3/4":             false,
		"":                   false,
	} {
		t.Run(s, func(t *testing.T) {
			if got := HasURL(s); got != want {
				t.Errorf("%v, want %v", got, want)
			}
		})
	}
}

func TestUnlinked(t *testing.T) {
	for name, want := range map[string]string{
		"phish.example":        "phish. example",
		"a.phish.example x":    "a. phish. example x",
		"https://x.example":    "https x. example",
		"Dr.Sato":              "Dr. Sato",
		"J.R. O'Neil":          "J.R. O'Neil",
		"髙橋 花子":                "髙橋 花子",
		"hanako@mail.example様": "hanako@mail. example様",
	} {
		t.Run(name, func(t *testing.T) {
			if got := Unlinked(name); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}
