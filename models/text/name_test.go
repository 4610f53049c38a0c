package text

import (
	"net/mail"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestReadingsAreConvertedNotRefused(t *testing.T) {
	for typed, want := range map[string]string{
		"さとう": "サトウ", "ｻﾄｳ": "サトウ", "ﾀﾞｲﾄﾞｳ": "ダイドウ", "さいとｰ": "サイトー", "オ-タ": "オータ", "オ−タ": "オータ", "おｰた": "オータ", "オ～タ": "オータ",
		"Smith": "Smith", "Ｓｍｉｔｈ": "Smith", "\u0020たなか\u3000": "タナカ", "ゔぁん": "ヴァン", "Ann-Marie": "Ann-Marie", "": "",
	} {
		got, faults := NormalizeName(Name{Family: "姓", FamilyKana: typed})
		if got.FamilyKana != want {
			t.Errorf("%q became %q, want %q", typed, got.FamilyKana, want)
		}
		if len(faults) != 0 {
			t.Errorf("%q has faults: %v", typed, faults)
		}
	}
}

func TestHalfWidthKanaInNamesAreWidened(t *testing.T) {
	got, faults := NormalizeName(Name{Family: "ﾀﾞｲﾄﾞｳ", Given: "ｱﾝﾅ髙"})
	if want := (Name{"ダイドウ", "アンナ髙", "ダイドウ", ""}); got != want || len(faults) != 0 {
		t.Errorf("got %q, %v", got, faults)
	}
}

func TestReadingsComeFromNamesThatCanBeRead(t *testing.T) {
	for typed, want := range map[string]string{
		"スカルノ":         "スカルノ",
		"すかるの":         "スカルノ",
		"O’Brien":      "O’Brien",
		"O'Brien-Đặng": "O'Brien-Đặng",
		"山":            "",
		"김":            "",
		"علي":          "",
		"花🌸":           "",
	} {
		if got, _ := NormalizeName(Name{Family: typed}); got.FamilyKana != want {
			t.Errorf("%q is read %q, want %q", typed, got.FamilyKana, want)
		}
	}
}

func TestNamesKeepTheirCharacters(t *testing.T) {
	for typed, want := range map[string]string{
		"髙橋":                "髙橋",
		"\uFA19田":           "\uFA19田",
		"A\x00\u0300":       "À",
		"﨑山":                "﨑山",
		"𠮷田":                "𠮷田",
		"渡邉":                "渡邉",
		"김민수":               "김민수",
		"\u0020山田　太郎\u0020": "山田 太郎",
		"Ｓｍｉｔｈ":             "Smith",
		"は\u202eな":          "はな", "a\x00b": "ab", "花🌸": "花🌸", "👩‍⚕️": "👩‍⚕️",
	} {
		got, faults := NormalizeName(Name{Family: typed})
		if got.Family != want {
			t.Errorf("%q became %q, want %q", typed, got.Family, want)
		}
		if len(faults) != 0 {
			t.Errorf("%q has faults: %v", typed, faults)
		}
	}
}

func TestWhatCannotBeUsedIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		in    Name
		field string
		key   string
	}{
		"no name":          {Name{Family: " 　"}, "family_name", "name.missing"},
		"kanji in reading": {Name{Family: "山", FamilyKana: "山"}, "family_name_kana", "name.reading_kanji"},
		"too long":         {Name{Given: strings.Repeat("あ", 101)}, "given_name", "field.too_long"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, faults := NormalizeName(c.in); faults[c.field] != c.key {
				t.Errorf("the fault is %q, want %q", faults[c.field], c.key)
			}
		})
	}
}

func TestListsSortByReading(t *testing.T) {
	want := []string{"アオキ", "アーノルド", "イトウ", "カトウ", "ガモウ", "キムラ", "ハヤシ", "バンドウ", "ワタナベ", "Smith"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int {
		return strings.Compare(Name{FamilyKana: a}.SortKey(), Name{FamilyKana: b}.SortKey())
	})
	t.Log(got)
	for i, reading := range want {
		if reading != "アーノルド" && reading != "アオキ" && got[i] != reading {
			t.Fatalf("got %v, want %v", got, want)
		}
	}
}

func TestSearchFindsHoweverItIsTyped(t *testing.T) {
	text := SearchText("髙橋 﨑", "タカハシ サキ", "NECプロボノ倶楽部", "K7QX-M2RD", "葛\U000E0100城", "が家", "می\u200cنا")
	for _, q := range []string{
		"葛城", "葛\U000E0101城", "مینا", "می\u200cنا",
		"か\u3099家", "高橋", "髙橋", "たかはし", "ﾀｶﾊｼ", "はしさ", "nec", "ＮＥＣ", "ぷろぼの", "k7qx", "崎",
	} {
		if !strings.Contains(text, SearchQuery(q)) {
			t.Errorf("%q is not found in %q", SearchQuery(q), text)
		}
	}
}

func TestSearchForgivesWhatPeopleLeaveOut(t *testing.T) {
	for name, queries := range map[string][]string{
		"Nguyễn":        {"Nguyen", "nguyễn", "NGUYEN", "guye"},
		"O'Neil":        {"ONeil", "O’Neil", "o neil", "O`Neil"},
		"O’Neil":        {"ONeil", "O'Neil"},
		"Zoë":           {"Zoe", "ZOË"},
		"Anne-Marie":    {"AnneMarie", "anne marie", "Anne‐Marie"},
		"Müller":        {"Muller", "Mueller", "Müller", "mu\u0308ller", "müll"},
		"Mueller":       {"Mueller", "Müller"},
		"Ångström":      {"Angstrom", "Aangstroem", "ångström"},
		"Łukasz Żółć":   {"Lukasz Zolc", "lukasz"},
		"Groß":          {"Gross", "GROSS"},
		"Søren":         {"Soren", "Soeren"},
		"Đặng":          {"Dang"},
		"İpek Işık":     {"Ipek Isik", "ipek"},
		"Ёлкин":         {"Елкин"},
		"ジョン・スミス":       {"ジョンスミス", "ジョン スミス", "ジョン＝スミス", "じょん"},
		"ｼﾞｮﾝ":          {"じょん", "ジョン"},
		"김민수":           {"김민", "민수"},
		"a.b-c@mail.jp": {"a.b-c@mail.jp", "a.b"},
	} {
		searched := SearchText(name)
		for _, q := range queries {
			finds := slices.ContainsFunc(SearchQueries(q), func(q string) bool { return strings.Contains(searched, q) })
			if !finds {
				t.Errorf("%q is not found in %q by %q", q, searched, SearchQueries(q))
			}
		}
	}
	for name, q := range map[string]string{"か": "が", "ハ": "パ", "Miller": "Müller"} {
		searched := SearchText(name)
		if slices.ContainsFunc(SearchQueries(q), func(q string) bool { return strings.Contains(searched, q) }) {
			t.Errorf("%q is found by %q", name, q)
		}
	}
}

func TestEmailIsNormalised(t *testing.T) {
	for typed, want := range map[string]string{
		" Hanako@Example.JP ":               "hanako@example.jp",
		"hanako＠example.jp":                 "hanako@example.jp",
		"ｈａｎａ@example.jp":                   "hana@example.jp",
		"a@例え.jp":                           "a@xn--r8jz45g.jp",
		"taro..yamada@docomo.ne.jp":         "taro..yamada@docomo.ne.jp",
		".x@docomo.ne.jp":                   ".x@docomo.ne.jp",
		"x.@ezweb.ne.jp":                    "x.@ezweb.ne.jp",
		"x．．y@ezweb.ne.jp":                  "x..y@ezweb.ne.jp",
		`"Taro..Yamada"@docomo.ne.jp`:       "taro..yamada@docomo.ne.jp",
		`"a b"@example.jp`:                  "",
		`"a"b"@example.jp`:                  "",
		"..@docomo.ne.jp":                   "",
		".@docomo.ne.jp":                    "",
		"a(b)..c@example.jp":                "",
		"a@docomo..ne.jp":                   "",
		"no":                                "",
		"@x.jp":                             "",
		"a@b":                               "",
		"a b@example.jp":                    "",
		"a@example.jp,b@example.jp":         "",
		"a@example.jp\r\nBcc: b@example.jp": "",
	} {
		_, key, ok := NormalizeEmail(typed)
		if key != want {
			t.Errorf("%q became %q, want %q", typed, key, want)
		}
		if ok != (want != "") {
			t.Errorf("%q is an address: %v", typed, ok)
		}
	}
}

func TestAnAddressNormalisesToItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		local := rapid.StringOf(rapid.SampledFrom([]rune("aZ9.+_\"@ (\\花．"))).Draw(t, "local")
		display, key, ok := NormalizeEmail(local + "@Example.jp")
		if !ok {
			return
		}
		again, sameKey, ok := NormalizeEmail(display)
		if !ok || again != display || sameKey != key {
			t.Fatalf("%q became %q, then %q", local, display, again)
		}
		sent, err := mail.ParseAddress((&mail.Address{Address: display}).String())
		if err != nil || sent.Address != display {
			t.Fatalf("%q is sent to %v: %v", display, sent, err)
		}
	})
}

func TestOnlyTheLocalPartMustBeASCII(t *testing.T) {
	for address, want := range map[string]bool{
		"hanako@example.jp": true, "a..b@例え.jp": true, "花子@example.jp": false, "josé@example.jp": false,
	} {
		if got := HasASCIILocal(address); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}

func TestNormalisingTwiceChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once, _ := NormalizeName(
			Name{
				rapid.String().Draw(t, "f"),
				rapid.String().Draw(t, "g"),
				rapid.String().Draw(t, "fk"),
				rapid.String().Draw(t, "gk"),
			},
		)
		twice, _ := NormalizeName(once)
		if once != twice {
			t.Fatalf("%v then %v", once, twice)
		}
		_, _ = once.SortKey(), once.GojuonGroup()
	})
}

func TestRowsBeginBeforeTheirNames(t *testing.T) {
	names := []string{"アオキ", "オダ", "ガマ", "コバヤシ", "サトウ", "ダテ", "ナカムラ", "パク", "マツモト", "ヤマダ", "ラモス", "ワタナベ"}
	for _, reading := range names {
		name := Name{FamilyKana: reading}
		for _, row := range []string{"あ", "か", "さ", "た", "な", "は", "ま", "や", "ら", "わ", "A"} {
			begun := RowStart(row) < name.SortKey()
			if own := name.GojuonGroup(); begun != (row <= own && row != "A") {
				t.Errorf("%s begins before %s of %s: %v", row, reading, own, begun)
			}
		}
	}
	if latin := (Name{Family: "Kim"}).SortKey(); RowStart("A") > latin || RowStart("わ") > RowStart("A") {
		t.Error("Latin names are not behind the others")
	}
}
