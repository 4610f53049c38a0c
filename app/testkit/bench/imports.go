package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// importScript is what an import writes for a batch of 200 people, in SQL that sends no data: the rows, their entries
// in the index of search, what happened, the mails and their jobs, the counter.
const importScript = `
\set n random(1, 1000000000000)
BEGIN;
INSERT INTO registrations (id, event_id, ticket_type_id, request_id, code, state,
  family_name, given_name, family_kana, given_kana, sort_key, search_text, email, email_key,
  organization, sector, locale, link_hash, confirmed_at, created_at, updated_at)
 SELECT 'r' || :n || '-' || i, :event, :type, 'r' || :n || '-' || i, 'c' || :n || '-' || i, 'confirmed',
  '髙橋', '花子', 'タカハシ', 'ハナコ', 'タカハシ ハナコ', '高橋花子タカハシハナコ' || :n, :n || '-' || i || '@x.example',
  :n || '-' || i || '@x.example', '川崎市看護協会', 'health', 'ja', 'h' || :n || '-' || i, now(), now(), now()
  FROM generate_series(1, 200) AS i ON CONFLICT DO NOTHING;
INSERT INTO registration_search (registration_id, grams)
 SELECT 'r' || :n || '-' || i, ARRAY(SELECT g FROM generate_series(i, i + 40) AS g) FROM generate_series(1, 200) AS i;
INSERT INTO activities (id, kind, event_id, registration_id, subject_id, created_at)
 SELECT 'a' || :n || '-' || i, 'registered', :event, 'r' || :n || '-' || ((i + 1) / 2), 'r', now()
  FROM generate_series(1, 400) AS i;
INSERT INTO mails (id, cause, kind, event_id, registration_id, to_address, to_name, locale, message_id, state,
  created_at)
 SELECT 'm' || :n || '-' || i, 'm' || :n || '-' || i, 'registration_confirmed', :event, 'r' || :n || '-' || i,
  :n || '@x.example', '髙橋 花子', 'ja', :n || '-' || i || '@meguri', 'kept', now() FROM generate_series(1, 200) AS i;
INSERT INTO jobs (id, kind, cause, payload, state, run_at, created_at)
 SELECT 'j' || :n || '-' || i, 'mail', 'j' || :n || '-' || i, 'm', 'done', now(), now()
  FROM generate_series(1, 200) AS i;
UPDATE ticket_types SET taken = taken + 200 WHERE id = :type;
COMMIT;
`

const (
	importedRows  = 20_000
	importScripts = 200 // rows that the script writes in a transaction
	importMemory  = 100 // MB above rest
)

// imports measures how many people of a list are registered in a second, beside pgbench with one client that writes as
// much in batches of the same size, and the memory for it.
func (b *bench) imports() error {
	limits, err := b.limitDatabase("bench_import_limits")
	if err != nil {
		return err
	}
	for _, format := range []struct {
		name, database string
		write          func(number int) ([]byte, error)
	}{
		{"import of a CSV", "bench_imports", csvList}, {"import of an XLSX", "bench_imports", xlsxList},
		{"import of a CSV, SQLite", "", csvList},
	} {
		if err := b.importList(limits, format.name, format.database, format.write); err != nil {
			return fmt.Errorf("%s: %w", format.name, err)
		}
	}
	return nil
}

func (b *bench) importList(
	limits *program, name, database string, write func(number int) ([]byte, error),
) error {
	p, err := b.startProgram(database)
	if err != nil {
		return err
	}
	defer p.stop()
	token, err := p.run(b.ctx, "token", "create", "--role", "organizer", "--event", event)
	if err != nil {
		return err
	}
	if _, err := b.firstPage(p, token); err != nil { // rest is that of a program that has served
		return err
	}
	rest, err := p.memory(false)
	if err != nil {
		return err
	}
	if err := p.forgetPeak(); err != nil {
		return err
	}
	lists := 0
	limit, value, err := b.alternate(
		func() (float64, error) {
			rate, err := b.pgbench(limits, importScript, 1)
			return rate * importScripts, err
		},
		func() (float64, error) {
			list, err := write(lists)
			if err != nil {
				return 0, err
			}
			lists++
			begin := time.Now()
			if err := b.sendList(p, token, list); err != nil {
				return 0, err
			}
			rate := importedRows / time.Since(begin).Seconds()
			return rate, b.dropMails(p)
		},
	)
	if err != nil {
		return err
	}
	b.addRate(name+" of 20,000", value, "pgbench, one client", limit, importLeast)
	peak, err := p.memory(true)
	if err != nil {
		return err
	}
	b.addMaximum("its memory above rest", peak-rest, importMemory, "MB")
	return b.checkImported(p, lists)
}

// dropMails forgets the mails that wait: sending them has rows of its own, and must not slow down the limit, which is
// measured next. It may collide with those that are being sent.
func (b *bench) dropMails(p *program) (err error) {
	for range 10 {
		err = b.execute(p.database, "DELETE FROM jobs WHERE kind = 'mail' AND state = 'waiting'")
		if err == nil || b.ctx.Err() != nil {
			return err
		}
		time.Sleep(100 * time.Millisecond)
	}
	return err
}

// importLeast is the least part of what pgbench writes: it makes no names, links and index words, and sends no data.
const importLeast = 0.05

// checkImported looks whether everybody is there once, with a mail, and the places are counted right.
func (b *bench) checkImported(p *program, lists int) error {
	for what, statement := range map[string]string{
		"registrations": "SELECT COUNT(*) FROM registrations WHERE entry_way = 'list'",
		"mails": "SELECT COUNT(*) FROM mails WHERE registration_id IN" +
			" (SELECT id FROM registrations WHERE entry_way = 'list')",
	} {
		n, err := b.number(p.database, statement)
		if err != nil {
			return err
		}
		if n != lists*importedRows {
			b.addFault("%d lists of %d people became %d %s", lists, importedRows, n, what)
		}
	}
	return nil
}

func (b *bench) sendList(p *program, token string, list []byte) error {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", "people")
	if err != nil {
		return err
	}
	if _, err := file.Write(list); err != nil {
		return err
	}
	if err := form.Close(); err != nil {
		return err
	}
	address := p.base + "/api/v1/events/" + event + "/registrations/import?ticket_type=online"
	request, err := http.NewRequestWithContext(b.ctx, http.MethodPost, address, &body)
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	request.Header.Set("Content-Type", form.FormDataContentType())
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	var answer struct {
		ID, State string
		New       int
	}
	if err := json.Unmarshal(content, &answer); err != nil || answer.New != importedRows {
		return fmt.Errorf("%s: %.300s (%w)", response.Status, content, err)
	}
	for answer.State != "done" { // the machine is so busy that a job does the rest
		time.Sleep(50 * time.Millisecond)
		answer.State, err = b.text(p.database, "SELECT state FROM imports WHERE id = '"+answer.ID+"'")
		if err != nil {
			return err
		}
	}
	return b.ctx.Err()
}

// listRow is a person of a list; number is that of the list.
func listRow(number, n int) []string {
	name := personName(number*importedRows + n)
	email := fmt.Sprintf("list%d-%d@bench.example", number, n)
	return []string{name.Family, name.Given, name.FamilyKana, name.GivenKana, email, "044-000-0000", "川崎市看護協会", "手話通訳"}
}

var listHeader = []string{"姓", "名", "セイ", "メイ", "メールアドレス", "電話番号", "所属", "配慮の希望"}

func csvList(number int) ([]byte, error) {
	lines := []string{strings.Join(listHeader, ",")}
	for n := range importedRows {
		lines = append(lines, strings.Join(listRow(number, n), ","))
	}
	return []byte(strings.Join(lines, "\r\n")), nil
}

func xlsxList(number int) ([]byte, error) {
	file := excelize.NewFile()
	defer file.Close()
	sheet, err := file.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, err
	}
	for n := range importedRows + 1 {
		row := listHeader
		if n > 0 {
			row = listRow(number, n-1)
		}
		cells := make([]any, len(row))
		for i, cell := range row {
			cells[i] = cell
		}
		if err := sheet.SetRow(fmt.Sprintf("A%d", n+1), cells); err != nil {
			return nil, err
		}
	}
	if err := sheet.Flush(); err != nil {
		return nil, err
	}
	content, err := file.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return content.Bytes(), nil
}
