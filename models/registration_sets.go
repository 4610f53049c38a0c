package models

import (
	"slices"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"
)

// GivenAnswer is an answer that people gave to a question of the form.
type GivenAnswer struct {
	Question string `json:"question"`
	Answer   string `json:"answer"`
}

// OfSurvey chooses those who were asked to answer a survey, the latest where it names none, and did, or did not. It
// tells neither when nor what.
type OfSurvey struct {
	SurveyID string
	Answered bool
}

// idSet is a condition that an index answers from both sides: which registrations meet it, and whether one does.
type idSet struct {
	// table is what has a registration_id, where its condition, with values for both.
	table, where string
	values       []any
	// event is whose rows are listed, "" where the condition says it. It is not asked of one registration, which is of
	// one event: SQLite would take the index of the event, and look through all of it for each registration.
	event string
	// several says that a registration may be in it more than once.
	several bool
}

// sets are the conditions of the filter that have an index of their own.
func (f *RegistrationFilter) sets(e *Event) (list []idSet) {
	for _, id := range f.TagIDs {
		list = append(list, idSet{table: "registration_tags", where: "tag_id = ?", values: []any{id}})
	}
	if f.OnlineAtLeast > 0 {
		list = append(list, idSet{
			table: "online_times", where: "minutes >= ?", values: []any{f.OnlineAtLeast}, event: e.ID,
		})
	}
	if f.MailFailed {
		list = append(list, idSet{
			table: "mails", where: "state = 'failed' AND registration_id IS NOT NULL", event: e.ID, several: true,
		})
	}
	for _, a := range f.Answers {
		list = append(list, idSet{
			table: "registration_answers", where: "question = ? AND answer = ?",
			values: []any{a.Question, a.Answer}, event: e.ID,
		})
	}
	if s := f.Survey; s != nil {
		list = append(list, s.set(e))
	}
	if f.Way != "" {
		list = append(list, idSet{
			table: `(SELECT id AS registration_id FROM registrations
				WHERE event_id = ? AND entry_way = ? AND entry_way <> '') AS entered`,
			where: "TRUE", values: []any{e.ID, f.Way},
		})
	}
	if f.EntryCodeID != "" {
		list = append(list, idSet{
			table: `(SELECT id AS registration_id FROM registrations
				WHERE event_id = ? AND entry_code_id = ?) AS coded`,
			where: "TRUE", values: []any{e.ID, f.EntryCodeID},
		})
	}
	if f.SessionID != "" {
		list = append(list, idSet{
			table: "session_sign_ups", where: "session_id = ? AND state = 'taken'", values: []any{f.SessionID},
		})
	}
	if f.Made != nil {
		list = append(list, f.Made.set(e, "created_at"))
	}
	if f.Cancelled != nil {
		list = append(list, f.Cancelled.set(e, "cancelled_at"))
	}
	return append(list, f.Attended.sets(e, f.night)...)
}

// set is of the registrations whose time in the column is in the interval.
func (i *Interval) set(e *Event, column string) idSet {
	return idSet{
		table: `(SELECT id AS registration_id FROM registrations WHERE event_id = ?
			AND ` + column + ` IS NOT NULL AND ` + column + ` >= ? AND ` + column + ` < ?) AS timely`,
		where: "TRUE", values: []any{e.ID, i.From.UTC(), i.Until.UTC()},
	}
}

func (s *OfSurvey) set(e *Event) idSet {
	survey, value := "?", s.SurveyID
	if s.SurveyID == "" {
		survey, value = "(SELECT MAX(id) FROM surveys WHERE event_id = ?)", e.ID
	}
	if !s.Answered {
		return idSet{table: "open_invitations", where: "survey_id = " + survey, values: []any{value}}
	}
	return idSet{
		table: "invitations",
		where: "survey_id = " + survey + ` AND NOT EXISTS (SELECT 1 FROM open_invitations o
			WHERE o.survey_id = invitations.survey_id AND o.registration_id = invitations.registration_id)`,
		values: []any{value},
	}
}

// sets has nothing for who attended in any way: two indexes answer that.
func (a Attended) sets(e *Event, night time.Time) []idSet {
	switch a {
	case AttendedVenue:
		return []idSet{{table: "admissions", where: "arrived", event: e.ID}}
	case AttendedInside:
		return []idSet{{
			table: "admissions", where: "arrived AND inside AND changed_at >= ?", values: []any{night.UTC()}, event: e.ID,
		}}
	case AttendedOnline:
		return []idSet{{table: "presences", where: "TRUE", event: e.ID, several: true}}
	case AttendedArchive:
		return []idSet{{table: "archive_views", where: "TRUE", event: e.ID}}
	case AttendedYes, AttendedNot:
	}
	return nil
}

// test adds the condition that the registration of a column is in the set. It is looked up for each: a set may be
// large.
func (s *idSet) test(g *gorm.DB, column string) *gorm.DB {
	one := "EXISTS (SELECT 1 FROM " + s.table + " WHERE registration_id = " + column + " AND " + s.where + ")"
	return g.Where(one, s.values...)
}

// ids is the statement that lists the registrations of the set, each once, and its values.
func (s *idSet) ids() (statement string, values []any) {
	column := "registration_id"
	if s.several {
		column = "DISTINCT registration_id"
	}
	return s.list(column)
}

// list selects a column of the set.
func (s *idSet) list(column string) (statement string, values []any) {
	if s.event == "" {
		return "SELECT " + column + " FROM " + s.table + " WHERE " + s.where, s.values
	}
	statement = "SELECT " + column + " FROM " + s.table + " WHERE event_id = ? AND " + s.where
	return statement, append([]any{s.event}, s.values...)
}

// driving is the smallest of a filter's sets, with which the others are compared.
type driving struct {
	idSet
	// count is its size, at most maxSearched + 1; rest are the other sets.
	count int
	rest  []idSet
}

// smallest finds the smallest of the filter's sets, nil where it has none.
func (store RegistrationQuery) smallest(e *Event, f *RegistrationFilter) (d *driving, err error) {
	sets := f.sets(e)
	at, least := -1, maxSearched+2
	for i := range sets {
		var n int
		listed, values := sets[i].list("1")
		counted := "SELECT COUNT(*) FROM (" + listed + " LIMIT ?) AS counted"
		if err := store.q.g.Raw(counted, append(slices.Clone(values), maxSearched+1)...).Scan(&n).Error; err != nil {
			return nil, err
		}
		if n < least {
			at, least = i, n
		}
	}
	if at < 0 {
		return nil, nil
	}
	return &driving{sets[at], least, slices.Delete(slices.Clone(sets), at, at+1)}, nil
}

// inSets finds the candidates of a filter that has sets: those of the smallest, where they are few.
func (store RegistrationQuery) inSets(e *Event, f *RegistrationFilter) (c candidates, err error) {
	if c.driving, err = store.smallest(e, f); err != nil || c.driving == nil || c.driving.count > fewFound {
		return c, err
	}
	c.IDs = []string{}
	statement, values := c.driving.ids()
	return c, store.q.g.Raw(statement, values...).Scan(&c.IDs).Error
}

// joined chooses the registrations of the driving set whom the filter chooses. The set is walked through in the order
// of its index, which is nearly that of the registrations: it takes the same time for a first page as for a late one.
func (r *sortedReader) joined() *gorm.DB {
	d, f := r.found.driving, &r.filter
	table := "registrations"
	isCovered := !f.readsRows() && (f.Sort.By == "" || f.Sort.By == SortName)
	if isCovered && r.store.q.g.Name() != string(PostgreSQL) {
		table = "registrations INDEXED BY registrations_order"
	}
	ids, values := d.ids()
	g := r.store.q.g.Table("("+ids+") AS chosen CROSS JOIN "+table, values...).
		Where("registrations.id = chosen.registration_id")
	g = f.chooseColumns(r.event, g)
	for i := range d.rest {
		g = d.rest[i].test(g, "chosen.registration_id")
	}
	return f.Attended.choose(g)
}

// countJoined counts what joined chooses. One whole set its index counts; others are counted as far as maxLookedUp, and
// more says that there may be more.
func (r *sortedReader) countJoined() (count int, more bool, err error) {
	d, g := r.found.driving, r.joined()
	if !r.choosesByColumns() {
		if len(d.rest) == 0 {
			count, err = r.store.sizeOf(&d.idSet)
			return count, false, err
		}
		ids, values := d.ids()
		g = r.store.q.g.Table("("+ids+") AS chosen", values...)
		for i := range d.rest {
			g = d.rest[i].test(g, "chosen.registration_id")
		}
	}
	var n int64
	err = r.store.q.g.Table("(?) AS found", g.Select("1").Limit(maxLookedUp)).Count(&n).Error
	return int(n), n == maxLookedUp, err
}

// choosesByColumns reports whether the filter looks at registrations themselves.
func (r *sortedReader) choosesByColumns() bool {
	f := &r.filter
	return f.State != "" || f.TicketTypeID != "" || f.Mode != "" || f.readsRows() ||
		f.Attended == AttendedYes || f.Attended == AttendedNot
}

// walksSets reports whether the page is read set by set: not where the set is most of the event's people and the page
// an early one, which the list itself has sooner.
func (r *sortedReader) walksSets(offset int) bool {
	d := r.found.driving
	return d != nil && r.found.IDs == nil &&
		(d.count <= maxSearched || len(d.rest) > 0 || offset >= latePage || r.choosesByColumns())
}

// latePage is the offset from which a page is a late one.
const latePage = 1_000

// ofSets are the ids of a page that is read set by set, and how many the filter chooses.
func (r *sortedReader) ofSets(page *RegistrationPage, offset, limit int) (ids []string, err error) {
	if ids, err = r.inWindow(offset, limit+1); err != nil {
		return nil, err
	}
	if len(ids) <= limit {
		err = r.joined().Order(r.filter.Sort.order(r.types)).Offset(offset).Limit(limit+1).
			Pluck("registrations.id", &ids).Error
	}
	if err != nil {
		return nil, err
	}
	if page.HasNext = len(ids) > limit; page.HasNext {
		ids = ids[:limit]
	}
	if !page.HasNext && (offset == 0 || len(ids) > 0) {
		page.Total = offset + len(ids)
		return ids, nil
	}
	page.Total, page.More, err = r.countJoined()
	return ids, err
}

// windowFor is how many people of the list are looked at for each one of a page, before the sets are joined.
const windowFor = 40

// inWindow looks for an early page at the beginning of the list, where a filter that chooses many finds it soon. It may
// find too few.
func (r *sortedReader) inWindow(offset, limit int) (ids []string, err error) {
	if offset >= latePage || (r.filter.Sort.By != "" && r.filter.Sort.By != SortName) {
		return nil, nil
	}
	whole := r.whole()
	columns := "id, sort_key, state, ticket_type_id" // an index has them
	if r.filter.readsRows() {
		columns = "*"
	}
	first := r.of(&whole).Select(columns).Order(whole.order(false)).Limit(windowFor*limit + 4*offset)
	g := r.filter.choose(r.event, r.store.q.g.Table("(?) AS registrations", first), nil)
	err = g.Order(whole.order(false)).Offset(offset).Limit(limit).Pluck("id", &ids).Error
	return ids, err
}

// sizeOf counts a set.
func (store RegistrationQuery) sizeOf(s *idSet) (n int, err error) {
	ids, values := s.ids()
	err = store.q.g.Raw("SELECT COUNT(*) FROM ("+ids+") AS chosen", values...).Scan(&n).Error
	return n, err
}

// listSets is List for a filter of several sets.
func (store RegistrationQuery) listSets(
	e *Event, f RegistrationFilter, of *candidates, limit int,
) ([]Registration, error) {
	r := &sortedReader{store: store, event: e, filter: f, found: *of}
	r.filter.Sort = RegistrationSort{}
	g := r.joined()
	if f.After != "" {
		g = g.Where("(sort_key, id) > (?, ?)", f.After, f.AfterID)
	}
	var ids []string
	if err := g.Order("sort_key, id").Limit(limit).Pluck("registrations.id", &ids).Error; err != nil {
		return nil, err
	}
	return store.inOrder(ids)
}

// hasSets reports whether the filter chooses by more than the columns of registrations.
func (f *RegistrationFilter) hasSets() bool { return len(f.sets(&Event{})) > 0 || f.Attended != "" }

const maxIndexedAnswer = 100 // characters

// indexAnswers stores the answers by which registrations are filtered: those that may be one of a choice.
func (store RegistrationStore) indexAnswers(list []Registration) error {
	type row struct{ RegistrationID, EventID, Question, Answer string }
	var rows []row
	for i := range list {
		r := &list[i]
		for question, stored := range r.Answers {
			for _, answer := range SplitAnswer(stored) {
				if utf8.RuneCountInString(question) <= maxIndexedAnswer && utf8.RuneCountInString(answer) <= maxIndexedAnswer {
					rows = append(rows, row{r.ID, r.EventID, question, answer})
				}
			}
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return store.tx.g.Table("registration_answers").Clauses(doNothing).CreateInBatches(rows, insertBatch).Error
}

// AnswersChanged stores the answers by which a registration is filtered anew, and removes files that are no answer any
// more. Who changes them calls it.
func (store RegistrationStore) AnswersChanged(r *Registration) error {
	err := store.tx.g.Exec("DELETE FROM registration_answers WHERE registration_id = ?", r.ID).Error
	if err != nil {
		return err
	}
	if err := store.tx.AnswerFiles().followAnswers(r); err != nil {
		return err
	}
	return store.indexAnswers([]Registration{*r})
}

// Choice is a question of the form, with the answers that several people gave.
type Choice struct {
	Question string
	Answers  []string
}

const (
	maxChoices       = 12 // questions
	maxChoiceAnswers = 12 // of one: more is no choice
)

// Choices lists the questions of the event's form that were answered with few different answers, and these. The index
// is skipped through, so that it takes no longer with many people.
func (store RegistrationQuery) Choices(e *Event) (list []Choice, err error) {
	questions, err := store.skip("question", "event_id = @event", map[string]any{"event": e.ID}, maxChoices)
	if err != nil {
		return nil, err
	}
	for _, question := range questions {
		answers, err := store.skip("answer", "event_id = @event AND question = @question",
			map[string]any{"event": e.ID, "question": question}, maxChoiceAnswers+1)
		if err != nil {
			return nil, err
		}
		if len(answers) <= maxChoiceAnswers {
			list = append(list, Choice{question, answers})
		}
	}
	return list, nil
}

// skip lists the different values of a column of registration_answers, in their order.
func (store RegistrationQuery) skip(column, where string, values map[string]any, limit int) (list []string, err error) {
	values["limit"] = limit
	err = store.q.g.Raw(`WITH RECURSIVE skip (value) AS (
		SELECT MIN(`+column+`) FROM registration_answers WHERE `+where+`
		UNION ALL
		SELECT (SELECT MIN(`+column+`) FROM registration_answers WHERE `+where+` AND `+column+` > skip.value)
			FROM skip WHERE skip.value IS NOT NULL)
		SELECT value FROM skip WHERE value IS NOT NULL LIMIT @limit`, values).Scan(&list).Error
	return list, err
}

// Organizations lists different organizations of the event's people, in their order, at most limit. It skips through
// the index as Choices does.
func (store RegistrationQuery) Organizations(e *Event, limit int) (list []string, err error) {
	err = store.q.g.Raw(`WITH RECURSIVE skip (value) AS (
		SELECT MIN(organization) FROM registrations WHERE event_id = @event AND organization > ''
		UNION ALL
		SELECT (SELECT MIN(organization) FROM registrations WHERE event_id = @event AND organization > skip.value)
			FROM skip WHERE skip.value IS NOT NULL)
		SELECT value FROM skip WHERE value IS NOT NULL LIMIT @limit`,
		map[string]any{"event": e.ID, "limit": limit}).Scan(&list).Error
	return list, err
}
