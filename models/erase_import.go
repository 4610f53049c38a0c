package models

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"meguri/models/text"
)

// forgetImports removes what was read of the files of finished imports, and of others that have one of the people in
// them. One that was running stops: staff upload the list again, without who was erased.
func (store PrivacyStore) forgetImports(e *Event, ids []string) error {
	for _, statement := range []string{
		"UPDATE imports SET content = NULL, file_name = '' WHERE event_id = ? AND finished_at IS NOT NULL",
		`UPDATE import_rows SET faults = '[]' WHERE import_id IN
			(SELECT id FROM imports WHERE event_id = ? AND finished_at IS NOT NULL)`,
	} {
		if err := store.tx.g.Exec(statement, e.ID).Error; err != nil {
			return err
		}
	}
	var open []Import
	err := store.tx.g.Where("event_id = ? AND finished_at IS NULL AND content IS NOT NULL", e.ID).Order("id").
		Find(&open).Error
	if err != nil || len(open) == 0 {
		return err
	}
	var people []Registration
	err = store.tx.g.Select("id", "email", "phone", "family_name", "given_name", "family_kana", "given_kana").
		Where("id IN ?", ids).Find(&people).Error
	if err != nil {
		return err
	}
	for i := range open {
		if !names(open[i].Content, people) {
			continue
		}
		if open[i].State == ImportRunning {
			if err := store.tx.Imports().Finish(&open[i], "import.erased"); err != nil {
				return err
			}
		}
		if err := store.tx.Imports().Clear(open[i].ID); err != nil {
			return err
		}
	}
	return nil
}

// names reports whether one of the people is in what was read of a file, however it is typed there: by an address, a
// telephone number, or both names. What cannot be read may name anybody.
func names(content []byte, people []Registration) bool {
	folded, err := foldedCells(content)
	if err != nil {
		return true
	}
	has := func(word string) bool {
		word = text.SearchQuery(word)
		return word != "" && strings.Contains(folded, word)
	}
	both := func(family, given string) bool {
		return has(family) && (given == "" || has(given)) || family == "" && has(given)
	}
	return slices.ContainsFunc(people, func(p Registration) bool {
		return has(p.Email) || has(p.Phone) || both(p.Family, p.Given) || both(p.FamilyKana, p.GivenKana)
	})
}

// foldedCells are the texts of a file, a line each, folded as searches are.
func foldedCells(content []byte) (string, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return "", err
	}
	var folded strings.Builder
	for tokens := json.NewDecoder(unpacked); ; {
		token, err := tokens.Token()
		if errors.Is(err, io.EOF) {
			return folded.String(), nil
		}
		if err != nil {
			return "", err
		}
		if cell, ok := token.(string); ok {
			folded.WriteString(text.SearchQuery(cell) + "\n")
		}
	}
}
