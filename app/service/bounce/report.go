// Package bounce reads the mailbox to which mails come back, and what the reports in it say (RFC 3464).
package bounce

import (
	"bufio"
	"bytes"
	"io"
	"meguri/models/text"
	"regexp"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/textproto"
)

// Report says what became of a mail.
type Report struct {
	// MailIDs are what may be the id of our mail, from its Message-ID or from the address to which it came back.
	MailIDs    []string
	Recipients []Recipient
}

// Recipient says what became of a mail for one of its addressees.
type Recipient struct {
	// Address is what we wrote to, as far as the report says so.
	Address string
	Action  Action
	// Status is as in "5.1.1" (RFC 3463), Detail what the server said.
	Status, Detail string
}

// Action is what a server did with a mail.
type Action string

// The actions that are of interest; others are no trouble.
const (
	Failed  Action = "failed"
	Delayed Action = "delayed"
)

const (
	maxDepth  = 8
	maxParts  = 40
	maxReport = 64 << 10 // bytes of a part that is read
	maxDetail = 300
)

// Parse reads a mail, which may end early. It returns nil where that is no report of a delivery.
func Parse(raw []byte) *Report {
	entity, err := message.Read(bytes.NewReader(raw))
	if entity == nil || (err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err)) {
		return nil
	}
	p := &parser{report: &Report{}}
	for _, field := range []string{"To", "Delivered-To", "X-Original-To", "Envelope-To"} {
		p.addIDs(entity.Header.Get(field))
	}
	p.read(entity, 0)
	if !p.isReport {
		return nil
	}
	return p.report
}

type parser struct {
	report   *Report
	isReport bool
	parts    int
}

// read reads a part and those in it. What cannot be read is passed over: others may say what is wanted.
func (p *parser) read(part *message.Entity, depth int) {
	if p.parts++; p.parts > maxParts || depth > maxDepth {
		return
	}
	kind, _, _ := part.Header.ContentType()
	switch kind = strings.ToLower(kind); {
	case kind == "message/delivery-status" || kind == "message/global-delivery-status":
		p.isReport = true
		p.readStatus(io.LimitReader(part.Body, maxReport))
	case kind == "message/rfc822" || kind == "text/rfc822-headers" || strings.HasPrefix(kind, "message/global"):
		p.readOriginal(io.LimitReader(part.Body, maxReport))
	case strings.HasPrefix(kind, "multipart/"):
		reader := part.MultipartReader()
		for reader != nil && p.parts < maxParts {
			next, err := reader.NextPart()
			if next == nil || (err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err)) {
				return
			}
			p.read(next, depth+1)
		}
	}
}

// readStatus reads blocks of fields: the first is about the mail, each other one about an addressee.
func (p *parser) readStatus(body io.Reader) {
	reader := bufio.NewReader(body)
	for range maxParts {
		header, err := textproto.ReadHeader(reader)
		if header.Has("X-Original-Message-ID") || header.Has("Original-Envelope-Id") {
			p.addIDs(header.Get("X-Original-Message-ID"))
			p.addIDs(header.Get("Original-Envelope-Id"))
		}
		if header.Has("Action") {
			p.report.Recipients = append(p.report.Recipients, recipient(&header))
		}
		if err != nil {
			return
		}
		if _, err := reader.Peek(1); err != nil {
			return
		}
	}
}

func recipient(header *textproto.Header) Recipient {
	address := typed(header.Get("Original-Recipient"))
	if address == "" {
		address = typed(header.Get("Final-Recipient"))
	}
	return Recipient{
		Address: strings.Trim(address, "<>"),
		Action:  Action(strings.ToLower(strings.TrimSpace(header.Get("Action")))),
		Status:  statuses.FindString(header.Get("Status")),
		Detail:  plain(typed(header.Get("Diagnostic-Code"))),
	}
}

var statuses = regexp.MustCompile(`[245]\.\d{1,3}\.\d{1,3}`)

// typed is the value of a field that begins with its type, as in "rfc822; a@b.example".
func typed(field string) string {
	if kind, value, ok := strings.Cut(field, ";"); ok && !strings.ContainsAny(strings.TrimSpace(kind), " @") {
		field = value
	}
	return strings.TrimSpace(field)
}

// plain is a text of another server in one line of readable characters.
func plain(said string) string {
	said = strings.Join(strings.Fields(strings.ToValidUTF8(said, "?")), " ")
	said = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, said)
	return text.Shorten(said, maxDetail)
}

// readOriginal reads the header of our mail, which comes back with the report.
func (p *parser) readOriginal(body io.Reader) {
	header, _ := textproto.ReadHeader(bufio.NewReader(body)) // it may end early
	p.addIDs(header.Get("Message-Id"))
}

var ids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

func (p *parser) addIDs(text string) {
	p.report.MailIDs = append(p.report.MailIDs, ids.FindAllString(strings.ToLower(text), 3)...)
}
