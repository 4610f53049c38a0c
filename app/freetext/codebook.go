package freetext

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"meguri/app/service/check"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// Code is a code of a codebook with its numbers.
type Code struct {
	models.TextCode
	// N is how many texts have it, of those that somebody read.
	N int
	// Agreement is how alike coders gave it, nil where too few texts were read by two.
	Agreement *Agreement
}

// Codebook is the codes of a question, and how far coding is.
type Codebook struct {
	Head
	Codes []Code
	// Read counts the texts that somebody read, Twice those that two did, Mine those that the reader of the page did.
	Read, Twice, Mine int
	// Differ counts the texts of which coders differ and have not settled it.
	Differ int
	Coders int
	// Agreement is the mean over the codes.
	Agreement *Agreement
}

// Percent is in how many of a hundred texts that were read a code is.
func (b *Codebook) Percent(c Code) int {
	if b.Read == 0 {
		return 0
	}
	return (100*c.N + b.Read/2) / b.Read
}

// Codebook reads the codes of a question's texts with their numbers. Who may see results calls it. Errors: NotFound.
func (s *Service) Codebook(
	ctx context.Context, event *models.Event, id, slug string, me *models.Account,
) (*Codebook, error) {
	q := s.db.Query(ctx)
	src, err := s.open(q, event, id, slug)
	if err != nil || src.question == nil {
		return &Codebook{Head: src.headOrNone()}, err
	}
	coded, err := readCodings(q, src)
	if err != nil {
		return nil, err
	}
	return coded.book(src, idOf(me)), nil
}

func (src *source) headOrNone() Head {
	if src == nil {
		return Head{}
	}
	return src.head()
}

// idOf is the id of an account, "" for a program that reads by a token.
func idOf(me *models.Account) string {
	if me == nil {
		return ""
	}
	return me.ID
}

// CodesInput is a codebook as its form has it: one row a code. What has no name goes.
type CodesInput struct {
	Question string   `form:"question"`
	IDs      []string `form:"code_id"`
	Names    []string `form:"code_name"`
	Meanings []string `form:"code_meaning"`
}

const (
	longestName    = 60
	longestMeaning = 400
	// mostCodes is how many codes a question has.
	mostCodes = 60
)

// SaveCodes stores the codebook of a question. Coders, who may see results, call it. Errors: NotFound; Conflict where
// there are no texts; Invalid for the fields at fault.
func (s *Service) SaveCodes(ctx context.Context, event *models.Event, id string, in *CodesInput) error {
	return s.db.InTx(ctx, func(tx *models.Tx) error {
		src, err := s.mustOpen(tx.Query, event, id, in.Question)
		if err != nil {
			return err
		}
		if err := tx.Surveys().LockRow(src.survey); err != nil {
			return err
		}
		known, err := tx.TextCodings().Codes(src.survey, src.question.Slug)
		if err != nil {
			return err
		}
		list, err := in.codes(known)
		if err != nil {
			return err
		}
		return tx.TextCodings().SaveCodes(src.survey, src.question.Slug, list)
	})
}

// codes reads the rows of a form. Rows of codes that are gone meanwhile become new ones, and codes that the form did
// not know stay.
func (in *CodesInput) codes(known []models.TextCode) (list []models.TextCode, err error) {
	c, names, seen := check.New(), map[string]bool{}, map[string]bool{}
	for i, typed := range in.Names {
		code := models.TextCode{
			Name:    c.Line(fmt.Sprintf("code_name.%d", i), typed, longestName, check.Optional),
			Meaning: c.Line(fmt.Sprintf("code_meaning.%d", i), at(in.Meanings, i), longestMeaning, check.Optional),
		}
		rowID := at(in.IDs, i)
		seen[rowID] = true
		if code.Name == "" {
			continue
		}
		if names[strings.ToLower(code.Name)] {
			c.Fault(fmt.Sprintf("code_name.%d", i), "freetext.code_twice")
		}
		names[strings.ToLower(code.Name)] = true
		if slices.ContainsFunc(known, func(k models.TextCode) bool { return k.ID == rowID }) {
			code.ID = rowID
		}
		list = append(list, code)
	}
	for _, code := range known { // added by another coder since the form was opened
		if !seen[code.ID] && !names[strings.ToLower(code.Name)] {
			list = append(list, code)
		}
	}
	if len(list) > mostCodes {
		c.Fault("code_name.0", "freetext.too_many_codes", "n", mostCodes)
	}
	return list, c.Err()
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// Tables are how often each code of a survey was given, over all its texts, and what the codes mean: no text is in
// them. There are none where it has no codes. Who may see results calls it. Errors: NotFound.
func (s *Service) Tables(
	ctx context.Context, event *models.Event, id string, texts *i18n.Localizer,
) ([]table.Table, error) {
	q := s.db.Query(ctx)
	survey, err := q.Surveys().ByID(event, id)
	if err != nil {
		return nil, err
	}
	if has, err := q.TextCodings().HasAny(survey); err != nil || !has {
		return nil, err
	}
	title := func(b *Codebook) string { return texts.Pick(b.Question.TitleJa, b.Question.TitleEn) }
	counts, err := s.bookRows(ctx, event, id, func(b *Codebook, c Code) []any {
		var alpha any
		if c.Agreement != nil {
			alpha = c.Agreement.Alpha
		}
		return []any{b.Question.Slug, title(b), c.Name, c.N, b.Read, b.Percent(c), b.Coders, b.Twice, alpha}
	})
	if err != nil {
		return nil, err
	}
	meanings, err := s.bookRows(ctx, event, id, func(b *Codebook, c Code) []any {
		return []any{b.Question.Slug, title(b), c.Name, c.Meaning}
	})
	return []table.Table{{
		Name: texts.T("freetext.sheet_counts"), Rows: counts, Header: []string{
			texts.T("freetext.column"), texts.T("result.question"), texts.T("freetext.code"), texts.T("freetext.texts"),
			texts.T("freetext.texts_read"), "%", texts.T("freetext.coders"), texts.T("freetext.read_twice"),
			texts.T("freetext.alpha"),
		},
	}, {
		Name: texts.T("freetext.sheet_codebook"), Rows: meanings, Header: []string{
			texts.T("freetext.column"), texts.T("result.question"), texts.T("freetext.code"), texts.T("freetext.meaning"),
		},
	}}, err
}

func (s *Service) bookRows(
	ctx context.Context, event *models.Event, id string, row func(b *Codebook, c Code) []any,
) (func(func([]any, error) bool), error) {
	src, err := s.open(s.db.Query(ctx), event, id, "")
	if err != nil {
		return nil, err
	}
	var list [][]any
	for _, asked := range src.questions {
		book, err := s.Codebook(ctx, event, id, asked.Slug, nil)
		if err != nil {
			return nil, err
		}
		for _, code := range book.Codes {
			list = append(list, row(book, code))
		}
	}
	return func(yield func([]any, error) bool) {
		for _, row := range list {
			if !yield(row, nil) {
				return
			}
		}
	}, nil
}
