package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
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
