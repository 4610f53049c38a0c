package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"
	"testing"

	"meguri/app/service/pdf"
	"meguri/models"
	"meguri/models/text"
)

func people(count int, name func(i int) text.Name) iter.Seq2[*models.Registration, error] {
	return func(yield func(*models.Registration, error) bool) {
		for i := range count {
			if !yield(registration(name(i)), nil) {
				return
			}
		}
	}
}

func TestReceptionListSaysOnEachPageWhatItIs(t *testing.T) {
	var out bytes.Buffer
	rows := people(90, func(i int) text.Name {
		if i < 60 {
			return names[3]
		}
		return text.Name{Family: "和田"}
	})
	if err := pdf.New().ReceptionList(&out, texts(t, "ja"), pdf.ReceptionList{
		Event:     event(),
		Rows:      rows,
		PrintedAt: starts,
	}); err != nil {
		t.Fatal(err)
	}
	printed := strings.Split(strings.TrimSuffix(runPoppler(t, out.Bytes(), "pages", "pdftotext", "-layout"), "\f"), "\f")
	for i, page := range printed {
		for _, want := range []string{
			"受付名簿", "かわさきプロボノサミット2025", "お名前", "個人情報", fmt.Sprintf("%d / %d", i+1, len(printed)),
			"2025年9月20日（土） 13:00 現在",
		} {
			if !strings.Contains(withoutSpace(page), withoutSpace(want)) {
				t.Errorf("page %d: %q is not in %s", i+1, want, page)
			}
		}
		if i > 0 && !strings.Contains(page, "（続き）") {
			t.Errorf("page %d does not say which group goes on: %s", i+1, page)
		}
	}
	if len(printed) < 3 {
		t.Errorf("%d pages", len(printed))
	}
	for _, want := range []string{"合計 90人", "その他"} {
		if last := printed[len(printed)-1]; !strings.Contains(last, want) {
			t.Errorf("%q is not on the last page: %s", want, last)
		}
	}
}

// A long list is drawn in parts. Its pages are all there, in order, with the characters of every part.
func TestLongReceptionListHasAllItsPages(t *testing.T) {
	var out bytes.Buffer
	rows := people(6000, func(i int) text.Name {
		if i < 3000 {
			return text.Name{Family: "薔薇", Given: "𠮷"}
		}
		return text.Name{Family: "鸚鵡", Given: "葛\U000E0100"}
	})
	if err := pdf.New().ReceptionList(&out, texts(t, "ja"), pdf.ReceptionList{
		Event:     event(),
		Rows:      rows,
		PrintedAt: starts,
	}); err != nil {
		t.Fatal(err)
	}
	printed := strings.Split(strings.TrimSuffix(runPoppler(t, out.Bytes(), "long", "pdftotext", "-layout"), "\f"), "\f")
	counts := map[string]int{}
	for i, page := range printed {
		if want := fmt.Sprintf("%d / %d", i+1, len(printed)); !strings.Contains(page, want) {
			t.Errorf("page %d: %q is not in %s", i+1, want, page)
		}
		for _, name := range []string{"薔薇 𠮷", "鸚鵡 葛\U000E0100"} {
			counts[name] += strings.Count(page, name)
		}
	}
	if len(printed) < 201 || counts["薔薇 𠮷"] != 3000 || counts["鸚鵡 葛\U000E0100"] != 3000 {
		t.Errorf("%d pages with %v", len(printed), counts)
	}
	if last := printed[len(printed)-1]; !strings.Contains(last, "合計 6,000人") {
		t.Errorf("the last page is %s", last)
	}
}

// Each page that is drawn stays in memory until the end, but packed: 400 MB became 60 for 100,000 people.
func TestLongReceptionListTakesLittleMemory(t *testing.T) {
	used := func() int {
		runtime.GC()
		runtime.GC() // the second one empties pools, too
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	const count, first = 16000, 4000
	var before, after int
	rows := people(count, func(i int) text.Name {
		switch i {
		case first:
			before = used()
		case count - 1:
			after = used()
		}
		return names[i%4]
	})
	if err := pdf.New().ReceptionList(io.Discard, texts(t, "ja"), pdf.ReceptionList{
		Event:     event(),
		Rows:      rows,
		PrintedAt: starts,
	}); err != nil {
		t.Fatal(err)
	}
	if each := (after - before) / (count - first); each > 600 {
		t.Errorf("each person took %d bytes", each)
	}
}

// The head of a group stands over its first row, also where that row needs a new page.
func TestHeadOfAGroupIsNotLeftAlone(t *testing.T) {
	for before := 20; before < 28; before++ {
		var out bytes.Buffer
		rows := people(before+1, func(i int) text.Name {
			if i < before {
				return text.Name{Family: "秋", FamilyKana: "アキ"}
			}
			return names[4] // several lines, in the row of た
		})
		if err := pdf.New().ReceptionList(&out, texts(t, "ja"), pdf.ReceptionList{
			Event:     event(),
			Rows:      rows,
			PrintedAt: starts,
		}); err != nil {
			t.Fatal(err)
		}
		for page := range strings.SplitSeq(runPoppler(t, out.Bytes(), "heads", "pdftotext", "-layout"), "\f") {
			if strings.Contains(page, "\nた\n") && !strings.Contains(page, "勅使河原") {
				t.Errorf("with %d before: the head is alone on %s", before, page)
			}
		}
	}
}

func TestReceptionListThatFailsWritesNothing(t *testing.T) {
	var out bytes.Buffer
	errFailed := errors.New("the database is gone")
	rows := func(yield func(*models.Registration, error) bool) {
		_ = yield(registration(names[0]), nil) && yield(nil, errFailed)
	}
	err := pdf.New().ReceptionList(&out, texts(t, "ja"), pdf.ReceptionList{Event: event(), Rows: rows, PrintedAt: starts})
	if !errors.Is(err, errFailed) {
		t.Errorf("returned %v", err)
	}
	if out.Len() > 0 {
		t.Errorf("%d bytes were written", out.Len())
	}
}

func BenchmarkReceptionListOf3000(b *testing.B) {
	maker, l := pdf.New(), texts(b, "ja")
	b.ReportAllocs()
	for b.Loop() {
		var out bytes.Buffer
		rows := people(3000, func(i int) text.Name { return names[i%len(names)] })
		if err := maker.ReceptionList(&out, l, pdf.ReceptionList{Event: event(), Rows: rows, PrintedAt: starts}); err != nil {
			b.Fatal(err)
		}
	}
}
