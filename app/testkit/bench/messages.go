package main

import (
	"fmt"
	"strconv"
	"time"

	"meguri/app/message"
	"meguri/models"
)

// A message to many people is queued in a time in which staff see it begin.
const (
	messagePeople = 5000
	messageMost   = 2000 // ms
)

// messages measures how long the mails of a message take to be queued, while the first of them are sent already.
func (b *bench) messages() error {
	for _, r := range []struct{ name, database string }{
		{"message to 5,000, queued, SQLite", ""}, {"message to 5,000, queued", "bench_messages"},
	} {
		if err := b.message(r.name, r.database); err != nil {
			return fmt.Errorf("%s: %w", r.name, err)
		}
	}
	return nil
}

func (b *bench) message(name, database string) error {
	server, err := newSink(b.ctx)
	if err != nil {
		return err
	}
	defer server.server.Close() //nolint:errcheck // the load is over
	p, err := b.prepareProgram(database)
	if err != nil {
		return err
	}
	defer p.stop()
	p.env = append(p.env, "MEGURI_SMTP_URL=smtp://"+server.address)
	ids := make([]string, messagePeople)
	for i := range ids {
		ids[i] = models.NewID()
	}
	if err := b.insertAttendees(p, 0, ids); err != nil {
		return err
	}
	id, err := b.scheduleMessage(p)
	if err != nil {
		return err
	}
	if _, err := p.start(b.ctx); err != nil {
		return err
	}
	took, err := b.awaitMessage(p, id)
	if err != nil {
		return err
	}
	b.addMaximum(name, took, messageMost, "ms")
	return nil
}

// scheduleMessage writes a message to everybody in the online ticket type that is due.
func (b *bench) scheduleMessage(p *program) (id string, err error) {
	const format, written = "2006-01-02T15:04:05.000000Z", "2026-01-01T00:00:00.000000Z"
	id = models.NewID()
	at := time.Now().UTC().Truncate(time.Microsecond)
	for _, statement := range []string{
		fmt.Sprintf(`INSERT INTO messages (id, event_id, state, subject_ja, body_ja, audience, send_at, created_at,
			updated_at) VALUES ('%s', '%s', 'scheduled', 'ご案内', '{name} 様', '{"ticket_type":"%s"}', '%s', '%s', '%s')`,
			id, p.ids.event, p.ids.ticketType, at.Format(format), written, written),
		fmt.Sprintf(`INSERT INTO jobs (id, kind, cause, payload, state, run_at, created_at)
			VALUES ('%[1]s', '%[2]s', 'message:%[1]s', '%[1]s %[3]s', 'waiting', '%[4]s', '%[5]s')`,
			id, message.JobSend, at.Format(time.RFC3339Nano), at.Format(format), written),
	} {
		if err := b.execute(p.database, statement); err != nil {
			return "", err
		}
	}
	return id, nil
}

// awaitMessage waits until all mails of a message are queued, and returns how long that took, in milliseconds.
func (b *bench) awaitMessage(p *program, id string) (float64, error) {
	took := "SELECT CAST(EXTRACT(EPOCH FROM queued_at - started_at) * 1000 AS TEXT)"
	if engineOf(p.database) == models.SQLite {
		took = "SELECT CAST((julianday(queued_at) - julianday(started_at)) * 86400000 AS TEXT)"
	}
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		text, err := b.text(p.database, "SELECT state FROM messages WHERE id = '"+id+"'")
		if err != nil {
			return 0, err
		}
		if text != string(models.MessageSent) {
			continue
		}
		queued, err := b.number(p.database, "SELECT COUNT(*) FROM mails WHERE of_message = '"+id+"'")
		if err != nil || queued < messagePeople {
			return 0, fmt.Errorf("%d mails were queued: %w", queued, err)
		}
		text, err = b.text(p.database, took+" FROM messages WHERE id = '"+id+"'")
		if err != nil {
			return 0, err
		}
		return strconv.ParseFloat(text, 64)
	}
	return 0, fmt.Errorf("the message is not queued")
}
