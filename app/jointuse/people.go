package jointuse

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/attendance"
	"meguri/app/service/i18n"
	"meguri/app/service/table"
	"meguri/models"
	"meguri/models/text"
)

// What is recorded when somebody sees people, at each organization that takes part.
const (
	actionOpened     = "joint_use_opened"
	actionDownloaded = "joint_use_downloaded"
)

// mostReadings is how many readings a page lists.
const mostReadings = 50

// Filter chooses and orders people.
type Filter struct {
	Search string `query:"q"`
	// Sort is an item of data, with a minus in front for the other direction.
	Sort   string `query:"sort"`
	Number int    `query:"page"`
}

// Person is what was agreed on of one person: a cell for each item, in order. Key is what the items are sorted by.
type Person struct{ Cells, key []string }

// People are those of a joint use.
type People struct {
	*models.JointUse
	Filter *Filter
	People []Person
	// Total is how many the filter chooses, All how many there are.
	Total, All int
}

// People reads a page of those whose data is used jointly, with rows rows. That they were seen is recorded, at all
// organizations. Staff call it. Errors: NotFound where it is not theirs, or not agreed, not begun, or over; Forbidden
// for other roles than those agreed on.
func (s *Service) People(
	ctx context.Context, texts *i18n.Localizer, by *Actor, id string, f *Filter, rows int,
) (*People, error) {
	page, err := s.read(ctx, texts, by, id, f, actionOpened)
	if err != nil {
		return nil, err
	}
	f.Number = min(max(1, f.Number), 1+max(0, page.Total-1)/rows)
	from := (f.Number - 1) * rows
	page.People = page.People[from:min(from+rows, page.Total)]
	return page, nil
}

// Table is all that the filter chooses as a file. Staff call it. Errors as of People.
func (s *Service) Table(
	ctx context.Context, texts *i18n.Localizer, by *Actor, id string, f *Filter,
) (table.Table, error) {
	page, err := s.read(ctx, texts, by, id, f, actionDownloaded)
	if err != nil {
		return table.Table{}, err
	}
	t := table.Table{Name: texts.T("joint_use.people")}
	for _, field := range page.Fields {
		t.Header = append(t.Header, texts.T("joint_use.field_"+string(field)))
	}
	t.Rows = func(yield func([]any, error) bool) {
		for _, p := range page.People {
			row := make([]any, len(p.Cells))
			for i := range p.Cells {
				row[i] = p.Cells[i]
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return t, nil
}

func (s *Service) read(
	ctx context.Context, texts *i18n.Localizer, by *Actor, id string, f *Filter, action string,
) (page *People, err error) {
	err = s.db.InTx(ctx, func(tx *models.Tx) error {
		j, err := tx.JointUses().For(by.Organization.ID, id)
		if err != nil {
			return err
		}
		may, err := tx.JointUses().MayUse(j.ID, by.Organization.ID)
		switch {
		case err != nil:
			return err
		case !may:
			return models.NewError(models.CodeNotFound, "error.not_found")
		case !by.has(j):
			return models.NewError(models.CodeForbidden, "error.forbidden")
		}
		page = &People{JointUse: j, Filter: f}
		all, err := people(tx.Query, texts, j)
		if err != nil {
			return err
		}
		page.All, page.People = len(all), f.choose(all)
		f.sort(j.Fields, page.People)
		page.Total = len(page.People)
		return record(tx, j, by, action)
	})
	return page, err
}

// record writes who saw the people, once for each organization that takes part: the staff of each read it.
func record(tx *models.Tx, j *models.JointUse, by *Actor, action string) error {
	for _, o := range j.Users() {
		err := tx.Audits().Add(&models.AuditEntry{
			Action: action, Outcome: models.AuditDone, ActorKind: models.ActorAccount, ActorID: by.Account.ID,
			OrganizationID: o.ID, SubjectKind: models.SubjectOther, SubjectID: j.ID,
			Detail: models.AuditFor + by.Organization.Slug,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readings lists who saw the people, as an organization has it.
func readings(q *models.Query, j *models.JointUse, organizationID string) (list []Reading, err error) {
	entries, err := q.Audits().Find(models.AuditFilter{
		OrganizationID: organizationID, SubjectID: j.ID, Actions: []string{actionOpened, actionDownloaded},
	}, mostReadings)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		e := &entries[i]
		slug, _ := strings.CutPrefix(e.Detail, models.AuditFor)
		r := Reading{At: e.CreatedAt, IsFile: e.Action == actionDownloaded}
		for k := range j.Members {
			if j.Members[k].Organization.Slug == slug {
				r.Organization = &j.Members[k].Organization
			}
		}
		account, err := q.Accounts().ByID(e.ActorID)
		switch {
		case err == nil:
			r.Name = account.Name
		case models.CodeOf(err) != models.CodeNotFound:
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// choose takes those in whose cells the words are: what was not agreed on is not searched.
func (f *Filter) choose(all []Person) (chosen []Person) {
	searches := text.SearchQueries(f.Search)
	if len(searches) == 0 {
		return all
	}
	for _, p := range all {
		line := text.SearchText(p.Cells...)
		if slices.ContainsFunc(searches, func(search string) bool { return strings.Contains(line, search) }) {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// sort orders by an item that was agreed on, by the first one without. Those of which it is the same are ordered by the
// others, so that the order tells nothing else.
func (f *Filter) sort(fields []models.JointField, list []Person) {
	column, isDown := strings.CutPrefix(f.Sort, "-")
	at := slices.Index(fields, models.JointField(column))
	if at < 0 {
		f.Sort, at, isDown = string(fields[0]), 0, false
	}
	slices.SortStableFunc(list, func(a, b Person) int {
		if isDown {
			a, b = b, a
		}
		return cmp.Or(strings.Compare(a.key[at], b.key[at]), slices.Compare(a.key, b.key), slices.Compare(a.Cells, b.Cells))
	})
}

// cell is what is shown, and what it is sorted by.
type cell struct{ text, key string }

func plain(value string) cell { return cell{value, text.SearchText(value)} }

func named(n text.Name, lang string) cell {
	shown := n.Full(lang)
	if reading := n.Reading(); reading != "" {
		shown += "（" + reading + "）"
	}
	return cell{shown, n.SortKey()}
}

// row makes a person of the items that were agreed on, and of nothing else.
func row(j *models.JointUse, of map[models.JointField]func() cell) (p Person) {
	for _, field := range j.Fields {
		var c cell
		if of[field] != nil {
			c = of[field]()
		}
		p.Cells, p.key = append(p.Cells, c.text), append(p.key, c.key)
	}
	return p
}

func people(q *models.Query, texts *i18n.Localizer, j *models.JointUse) ([]Person, error) {
	if j.About == models.JointRegister {
		return registered(q, texts, j)
	}
	list, err := q.JointUses().Registrations(j)
	if err != nil {
		return nil, err
	}
	events := map[string]*models.Event{}
	for i := range list {
		id := list[i].EventID
		if events[id] == nil {
			if events[id], err = q.Events().ByID(id); err != nil {
				return nil, err
			}
		}
	}
	attended := map[string]bool{}
	if j.Has(models.JointAttended) {
		if attended, err = attendedOf(q, events, list); err != nil {
			return nil, err
		}
	}
	rows := make([]Person, len(list))
	for i := range list {
		rows[i] = participant(texts, j, &list[i], events[list[i].EventID], attended[list[i].ID])
	}
	return rows, nil
}

func participant(
	texts *i18n.Localizer, j *models.JointUse, r *models.Registration, e *models.Event, attended bool,
) Person {
	return row(j, map[models.JointField]func() cell{
		models.JointName:         func() cell { return named(r.Name, texts.Lang) },
		models.JointEmail:        func() cell { return cell{r.Email, r.EmailKey} },
		models.JointPhone:        func() cell { return plain(r.Phone) },
		models.JointOrganization: func() cell { return plain(r.Organization) },
		models.JointSector: func() cell {
			if r.Sector == "" {
				return cell{}
			}
			return plain(texts.T("registration.sector_" + string(r.Sector)))
		},
		models.JointEdition: func() cell {
			return cell{texts.Pick(e.TitleJa, e.TitleEn), e.StartsAt.UTC().Format(time.RFC3339)}
		},
		models.JointTicketType: func() cell { return plain(texts.Pick(r.TicketType.NameJa, r.TicketType.NameEn)) },
		models.JointAttended: func() cell {
			key := map[bool]string{true: "joint_use.attended_yes", false: "joint_use.attended_no"}[attended]
			return cell{texts.T(key), strconv.FormatBool(!attended)}
		},
	})
}

// attendedOf says who attended of people of several events, by registration.
func attendedOf(
	q *models.Query, events map[string]*models.Event, list []models.Registration,
) (map[string]bool, error) {
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	attended, held := map[string]bool{}, map[string]*attendance.Event{}
	for chunk := range slices.Chunk(ids, 500) {
		files, err := attendance.Files(q, chunk...)
		if err != nil {
			return nil, err
		}
		for i := range list {
			r := &list[i]
			if files[r.ID] == nil {
				continue
			}
			if held[r.EventID] == nil {
				if held[r.EventID], err = attendance.Read(q, events[r.EventID]); err != nil {
					return nil, err
				}
			}
			a := held[r.EventID].Of(files[r.ID])
			attended[r.ID] = a.Attended()
		}
	}
	return attended, nil
}

// registered are the people of a register, each once with all roles of today.
func registered(q *models.Query, texts *i18n.Localizer, j *models.JointUse) ([]Person, error) {
	list, err := q.JointUses().Affiliations(j)
	if err != nil {
		return nil, err
	}
	minutes := map[string]int{}
	if j.Has(models.JointHours) {
		if minutes, err = q.JointUses().Minutes(j); err != nil {
			return nil, err
		}
	}
	var rows []Person
	var known []string
	for i := range list {
		if slices.Contains(known, list[i].MemberID) {
			continue
		}
		known = append(known, list[i].MemberID)
		var roles []string
		since := list[i].From
		for k := range list {
			if list[k].MemberID == list[i].MemberID {
				roles = append(roles, texts.T("register.role_"+string(list[k].Role)))
				since = min(since, list[k].From)
			}
		}
		rows = append(rows, member(texts, j, &list[i], strings.Join(slices.Compact(roles), "、"), since,
			minutes[list[i].EmailKey]))
	}
	return rows, nil
}

func member(
	texts *i18n.Localizer, j *models.JointUse, a *models.Affiliation, roles, since string, minutes int,
) Person {
	return row(j, map[models.JointField]func() cell{
		models.JointName:  func() cell { return named(a.Name, texts.Lang) },
		models.JointEmail: func() cell { return cell{a.Email, a.EmailKey} },
		models.JointRole:  func() cell { return plain(roles) },
		models.JointSince: func() cell { return cell{since, since} },
		models.JointHours: func() cell {
			return cell{texts.Duration(time.Duration(minutes) * time.Minute), strconv.Itoa(1_000_000_000 + minutes)}
		},
	})
}
