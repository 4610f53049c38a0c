package audit

import (
	"context"
	"iter"
	"slices"
	"strings"

	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
)

// Page is one page of the record, the latest first.
type Page struct {
	Scope  Scope
	Filter *FilterInput
	Lines  []Line
	Total  int
	// Next is the FilterInput.Before of the next page, "" on the last one.
	Next string
	// Actors are whom the filter may choose, Groups the kinds of actions.
	Actors []Actor
	Groups []string
}

// Line is an entry with the names that its ids have now.
type Line struct {
	models.AuditEntry
	// Actor and Subject are "" where they are gone, or nobody's.
	Actor, Subject string
	// EventTitle is the event's in a record of an organization.
	Event *models.Event
}

// SubjectIsGone reports whether the entry is about somebody who was erased since.
func (l *Line) SubjectIsGone() bool {
	return l.Subject == "" && (l.SubjectKind == models.SubjectAccount || l.SubjectKind == models.SubjectRegistration)
}

// Actor is an account or an API token.
type Actor struct{ ID, Name string }

// Page reads one page of the record. Staff who may see it call it.
func (s *Service) Page(ctx context.Context, scope Scope, in *FilterInput, limit int) (*Page, error) {
	q := s.db.Query(ctx)
	filter, err := in.choose(q, scope)
	if err != nil {
		return nil, err
	}
	entries, err := q.Audits().Find(filter, limit+1)
	if err != nil {
		return nil, err
	}
	page := &Page{Scope: scope, Filter: in, Groups: GroupNames}
	if len(entries) > limit {
		entries = entries[:limit]
		page.Next = entries[limit-1].ID
	}
	if page.Total, err = q.Audits().Count(filter); err != nil {
		return nil, err
	}
	ids, err := q.Audits().Actors(filter)
	if err != nil {
		return nil, err
	}
	names, err := q.Audits().Names(entries, ids)
	if err != nil {
		return nil, err
	}
	page.Lines = lines(entries, names)
	for _, id := range ids {
		if name := names.Actor(id); name != "" {
			page.Actors = append(page.Actors, Actor{id, name})
		}
	}
	return page, nil
}

func lines(entries []models.AuditEntry, names *models.AuditNames) []Line {
	list := make([]Line, len(entries))
	for i, e := range entries {
		list[i] = Line{
			AuditEntry: e, Actor: names.Actor(e.ActorID), Subject: names.Subject(&e), Event: names.Event(e.EventID),
		}
	}
	return list
}

var columns = []string{
	"audit_at", "audit_actor", "audit_action", "audit_outcome", "audit_subject", "audit_detail", "event", "id",
	"audit_number", "audit_hash",
}

// exportBatch entries are read at once for a file.
const exportBatch = 500

// Table is the record that the filter chooses, for a file: the latest first, times in the zone of the scope, with the
// number and the hash of each entry's link.
func (s *Service) Table(ctx context.Context, texts *i18n.Localizer, scope Scope, in *FilterInput) table.Table {
	header := make([]string, len(columns))
	for i, column := range columns {
		header[i] = texts.T("table." + column)
	}
	return table.Table{
		Name: texts.T("audit.title"), Header: header, Rows: s.rows(ctx, texts, scope, in),
		ReplacedTitle: texts.T("table.replaced"),
	}
}

func (s *Service) rows(
	ctx context.Context, texts *i18n.Localizer, scope Scope, in *FilterInput,
) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		filter, err := in.choose(s.db.Query(ctx), scope)
		if err != nil {
			yield(nil, err)
			return
		}
		filter.Before = ""
		for {
			lines, links, err := s.batch(ctx, filter)
			if err != nil {
				yield(nil, err)
				return
			}
			for i := range lines {
				if !yield(row(texts, scope, &lines[i], links[lines[i].ID]), nil) {
					return
				}
			}
			if len(lines) < exportBatch {
				return
			}
			filter.Before = lines[len(lines)-1].ID
		}
	}
}

func (s *Service) batch(ctx context.Context, filter models.AuditFilter) ([]Line, map[string]models.AuditLink, error) {
	q := s.db.Query(ctx)
	entries, err := q.Audits().Find(filter, exportBatch)
	if err != nil {
		return nil, nil, err
	}
	names, err := q.Audits().Names(entries, nil)
	if err != nil {
		return nil, nil, err
	}
	links, err := q.Audits().Links(entries)
	return lines(entries, names), links, err
}

func row(texts *i18n.Localizer, scope Scope, l *Line, link models.AuditLink) []any {
	number, event := any(nil), ""
	if link.Number > 0 {
		number = link.Number
	}
	if l.Event != nil {
		event = l.Event.Slug
	}
	return []any{
		l.CreatedAt.In(scope.Zone()), l.ActorText(texts),
		texts.T("audit." + l.Action), texts.T("audit.outcome_" + string(l.Outcome)),
		l.Subject, l.DetailText(texts), event, l.ID, number, link.Hash,
	}
}

// namedActors are the kinds of actors that have no name but that of their kind.
var namedActors = []models.ActorKind{models.ActorNobody, models.ActorCommand, models.ActorSystem}

// ActorText names who did it.
func (l *Line) ActorText(texts *i18n.Localizer) string {
	switch {
	case l.Actor != "":
		return l.Actor
	case slices.Contains(namedActors, l.ActorKind):
		return texts.T("audit." + string(l.ActorKind))
	}
	return texts.T("audit.gone")
}

// DetailText is the entry's detail in words.
func (l *Line) DetailText(texts *i18n.Localizer) string {
	if l.Detail == "" {
		return ""
	}
	if field, people, ok := models.ErasedPeople(l.Detail); ok {
		return texts.T("privacy.erased_of", "field", texts.T("privacy.kept_"+string(field)), "n", people)
	}
	if slug, ok := strings.CutPrefix(l.Detail, models.AuditFor); ok {
		return slug
	}
	words := strings.Fields(l.Detail) // a role, or the one before and the one after
	if words[0] == FileDetail {
		return fileText(texts, words[1:])
	}
	for i, word := range words {
		words[i] = texts.T("member.role_" + word)
	}
	return strings.Join(words, " → ")
}
