package spss_test

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"meguri/app/service/spss"
)

// hard is a file of everything that the format makes hard, for the readers of `make check-others CHECK=spss`, too.
func hard() *spss.File {
	long := strings.Repeat("あ", 1000) + "終" // 3,003 bytes in 12 segments
	rows := [][]any{
		{"a", 1, "venue", "yes", long, "𠮷野家👍\n二行目"},
		{"b", nil, "", "no", "", ""},
		{"c", 3.5, "online_and_venue", "", strings.Repeat("x", 255), "é"},
		{"d", 1000, "venue", "yes", strings.Repeat("y", 256), " 前の空き"},
		{"e", -99, "venue", "yes", strings.Repeat("z", 504), "a        b"},
	}
	return &spss.File{
		Label: "かわさきプロボノサミット2025 アンケート", Created: time.Date(2026, 11, 28, 9, 5, 0, 0, time.UTC), Cases: len(rows),
		Variables: []spss.Variable{
			{Name: "response_id", Label: "回答ID", Measure: spss.Nominal, Width: 1},
			{Name: "q1", Label: strings.Repeat("満足度", 40), Measure: spss.Ordinal, Values: []spss.Value{
				{Number: 1, Label: "不満"}, {Number: 3.5, Label: strings.Repeat("満", 60)},
			}},
			{Name: "mode", Label: "参加形式", Measure: spss.Nominal, Width: 1, BlankIsMissing: true, Values: []spss.Value{
				{Text: "venue", Label: "会場"}, {Text: "online_and_venue", Label: "両方"},
			}},
			{Name: "by", Measure: spss.Nominal, Width: 3, BlankIsMissing: true, Values: []spss.Value{
				{Text: "yes", Label: "はい"}, {Text: "no", Label: "いいえ"},
			}},
			{Name: "long", Label: "長い文", Measure: spss.Nominal, Width: len(long), BlankIsMissing: true},
			{Name: "text", Label: "文", Measure: spss.Nominal, Width: 40, BlankIsMissing: true},
		},
		Rows: rowsOf(rows),
	}
}

func rowsOf(rows [][]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

func TestWriteGivesTheSameBytes(t *testing.T) {
	var first, second bytes.Buffer
	for _, w := range []*bytes.Buffer{&first, &second} {
		if err := spss.Write(w, hard()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) || !bytes.HasPrefix(first.Bytes(), []byte("$FL2@(#) SPSS DATA FILE")) {
		t.Error("two files of one table differ")
	}
	if folder := os.Getenv("MEGURI_PICTURES"); folder != "" { // what others read
		if err := os.WriteFile(filepath.Join(folder, "hard.sav"), first.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWriteReturnsWhatGoesWrong(t *testing.T) {
	broken := errors.New("broken")
	for name, change := range map[string]func(f *spss.File){
		"rows that end with an error": func(f *spss.File) {
			f.Rows = func(yield func([]any, error) bool) { yield(nil, broken) }
		},
		"fewer cases than said": func(f *spss.File) { f.Cases++ },
		"a row of other length": func(f *spss.File) { f.Rows = rowsOf([][]any{{"a"}}) },
	} {
		f := hard()
		change(f)
		if err := spss.Write(&bytes.Buffer{}, f); err == nil {
			t.Error(name)
		}
	}
	if err := spss.Write(full{}, hard()); !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
