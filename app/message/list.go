package message

import (
	"cmp"
	"context"
	"slices"
	"time"

	"meguri/app/service/filter"
	"meguri/app/service/i18n"
	"meguri/models"
)

// maxListed is how many messages the list shows.
const maxListed = 200

// Entry is a message in the list.
type Entry struct {
	*models.Message
	Key string
	// Title is the subject in the reader's language, as far as it is the same for everybody.
	Title string
	// To are the words that say who gets it.
	To []string
	// At is when it was or will be sent, nil for a draft.
	At *time.Time
	Numbers
}

// Numbers say how many people a message reaches, and what became of its mails.
type Numbers struct {
	People                         int
	Waiting, Sent, Failed, LeftOut int
	// Kept is how many stayed in the outbox, where no mail is sent at all.
	Kept int
	// Bounced came back, Stopped were kept back when staff stopped the message.
	Bounced, Stopped int
}

// Troubled is how many did not arrive.
func (n *Numbers) Troubled() int { return n.Failed + n.Bounced }

// Gone is how many mails have left and cannot be taken back.
func (n *Numbers) Gone() int { return n.Sent + n.Kept + n.Bounced }

// Done is how many of the mails need no more work, in percent.
func (n *Numbers) Done() int {
	if n.People == 0 {
		return 100
	}
	return (n.People - n.Waiting) * 100 / n.People
}

func numbersOf(tally map[models.MailState]int) (n Numbers) {
	n = Numbers{
		Waiting: tally[models.MailQueued], Sent: tally[models.MailSent], Failed: tally[models.MailFailed],
		LeftOut: tally[models.MailOvertaken], Kept: tally[models.MailKept],
		Bounced: tally[models.MailBounced], Stopped: tally[models.MailStopped],
	}
	for _, count := range tally {
		n.People += count
	}
	return n
}

// ListPage is all messages of an event: what is to come by its time, drafts, and what was sent, the latest first.
type ListPage struct {
	Entries []Entry
	// Planned, Drafts and Sent count them.
	Planned, Drafts, Sent int
	// Starters are the ready-made texts to begin with.
	Starters []string
}

// List lists the messages of an event. Staff who may write to people call it.
func (s *Service) List(ctx context.Context, texts *i18n.Localizer, e *models.Event) (*ListPage, error) {
	q := s.db.Query(ctx)
	list, err := q.Messages().OfEvent(e, maxListed)
	if err != nil {
		return nil, err
	}
	list = s.withAutomatic(list, e, q.Now)
	names, err := filter.NamesOf(q, e)
	if err != nil {
		return nil, err
	}
	var ids []string
	for i := range list {
		ids = append(ids, list[i].ID)
	}
	tallies, err := q.Messages().MailTallies(ids)
	if err != nil {
		return nil, err
	}
	page := &ListPage{Starters: Starters(e)}
	for i := range list {
		m := &list[i]
		entry := entryOf(texts, m, e, names)
		if entry.Numbers = numbersOf(tallies[m.ID]); m.Editable() {
			reach, err := q.Messages().Reach(e, m)
			if err != nil {
				return nil, err
			}
			entry.People = reach.People()
		}
		page.add(entry)
	}
	slices.SortStableFunc(page.Entries, compareEntries)
	return page, nil
}

func entryOf(texts *i18n.Localizer, m *models.Message, e *models.Event, names *filter.Names) Entry {
	return Entry{
		Message: m, Key: keyOf(m), Title: title(texts, m, e), To: words(texts, &m.Audience, names), At: timeOf(m, e),
	}
}

func (page *ListPage) add(entry Entry) {
	switch entry.State {
	case models.MessageScheduled, models.MessageAutomatic:
		page.Planned++
	case models.MessageDraft:
		page.Drafts++
	case models.MessageSending, models.MessageSent:
		page.Sent++
	}
	page.Entries = append(page.Entries, entry)
}

// order is the order of states in the list.
var order = []models.MessageState{
	models.MessageSending, models.MessageScheduled, models.MessageAutomatic, models.MessageDraft, models.MessageSent,
	models.MessageOff,
}

func compareEntries(a, b Entry) int {
	rank := func(e Entry) int {
		if e.State == models.MessageAutomatic {
			return slices.Index(order, models.MessageScheduled) // they come by their time
		}
		return slices.Index(order, e.State)
	}
	if by := cmp.Compare(rank(a), rank(b)); by != 0 || a.At == nil || b.At == nil {
		return by
	}
	if a.State == models.MessageSent {
		return b.At.Compare(*a.At)
	}
	return a.At.Compare(*b.At)
}

// withAutomatic adds the automatic messages that are not stored and may still be sent.
func (s *Service) withAutomatic(list []models.Message, e *models.Event, now time.Time) []models.Message {
	for i := range presets {
		p := &presets[i]
		stored := slices.ContainsFunc(list, func(m models.Message) bool { return m.Preset != nil && *m.Preset == p.name })
		if stored || !p.isAutomatic() || !p.fits(e) || now.After(p.until(e)) {
			continue
		}
		list = append(list, *p.message(s.texts, e))
	}
	return list
}

// timeOf is when a message was or will be sent, nil for never yet.
func timeOf(m *models.Message, e *models.Event) *time.Time {
	switch {
	case m.StartedAt != nil:
		return m.StartedAt
	case m.SendAt != nil:
		return m.SendAt
	case m.Preset == nil:
		return nil
	}
	p := presetNamed(*m.Preset)
	if p == nil || !p.isAutomatic() {
		return nil
	}
	at := p.due(e)
	if !m.Urgent {
		at = e.QuietUntilAt(at)
	}
	return &at
}

// Starters are the ready-made texts with which a message can begin.
func Starters(e *models.Event) (names []string) {
	for i := range presets {
		if presets[i].fits(e) {
			names = append(names, presets[i].name)
		}
	}
	return names
}

// title is the subject of a message in the reader's language; what differs from person to person stays a placeholder.
func title(texts *i18n.Localizer, m *models.Message, e *models.Event) string {
	known := map[string]string{phEvent: texts.Pick(e.TitleJa, e.TitleEn), phDate: texts.When(e), phPlace: place(texts, e)}
	subject := texts.Pick(m.SubjectJa, m.SubjectEn)
	if subject == "" {
		return texts.T("message.no_subject")
	}
	return fill(subject, known, func(name, value string) string {
		return cmp.Or(value, "{"+name+"}")
	})
}

// words say who is in an audience.
func words(texts *i18n.Localizer, a *models.Audience, names *filter.Names) []string {
	if a.Chosen {
		return []string{texts.T("message.chosen")}
	}
	f := a.Filter()
	in := names.InputOf(&f)
	if in.IsEmpty() {
		return []string{texts.T("message.all")}
	}
	return names.Words(texts, &in)
}
