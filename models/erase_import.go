package models

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"strings"
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
	err = store.tx.g.Select("id", "email", "family_name", "given_name").Where("id IN ?", ids).Find(&people).Error
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

// names reports whether one of the people is in what was read of a file: by the address, or by both names. What cannot
// be read may name anybody.
func names(content []byte, people []Registration) bool {
	unpacked, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return true
	}
	read, err := io.ReadAll(unpacked)
	if err != nil {
		return true
	}
	text := strings.ToLower(string(read))
	has := func(word string) bool {
		quoted, _ := json.Marshal(strings.ToLower(word)) // as the file has it
		return word != "" && strings.Contains(text, strings.Trim(string(quoted), `"`))
	}
	for i := range people {
		p := &people[i]
		if has(p.Email) || (has(p.Family) && (p.Given == "" || has(p.Given))) || (p.Family == "" && has(p.Given)) {
			return true
		}
	}
	return false
}
