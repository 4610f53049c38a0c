package project

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"meguri/app/service/i18n"
	"meguri/app/service/link"
	"meguri/app/service/pdf"
	"meguri/app/service/table"
	"meguri/app/service/ticket"
	"meguri/models"
)

// By what a sheet is ordered.
const (
	ByPerson  = "person"
	ByProject = "project"
)

// Sheet is the hours of a month, approved and waiting, by person or by project.
type Sheet struct {
	Month  time.Time
	By     string
	Groups []SheetGroup
	Totals Totals
	// Organization is whose projects they are; Person is whose hours alone they are, nil for all.
	Organization *models.Organization
	Person       *models.TeamMember
	now          time.Time
}

// SheetGroup is the hours of a person, or at a project. Erased is the number of a person whose name is erased, 0 for
// others.
type SheetGroup struct {
	Name   string
	Erased int
	Rows   []models.HourEntry
	Totals Totals
}

// ThisMonth is the month as an address names it, Before and After are those around it.
func (s *Sheet) ThisMonth() string { return s.Month.Format(monthLayout) }

// Before is the month before.
func (s *Sheet) Before() string { return s.Month.AddDate(0, -1, 0).Format(monthLayout) }

// After is the month after.
func (s *Sheet) After() string { return s.Month.AddDate(0, 1, 0).Format(monthLayout) }

// Sheet reads the sheet of a month at a place. Who may edit needs there calls it.
func (s *Service) Sheet(ctx context.Context, at models.NeedPlace, ofMonth, by string) (*Sheet, error) {
	q := s.db.Query(ctx)
	sheet := &Sheet{Month: month(ofMonth, q.Now, models.DefaultZone), By: ByPerson, now: q.Now}
	if by == ByProject {
		sheet.By = ByProject
	}
	var err error
	if sheet.Organization, err = q.Organizations().ByID(at.OrganizationID); err != nil {
		return nil, err
	}
	list, err := q.Hours().At(at, &models.HourFilter{
		From: sheet.Month.Format(time.DateOnly), Until: lastDay(sheet.Month),
	}, mostEntries)
	if err != nil {
		return nil, err
	}
	sheet.fill(list)
	return sheet, nil
}

// OwnSheet reads the sheet of a person's month by the mailed secret. Errors: NotFound.
func (s *Service) OwnSheet(ctx context.Context, secret, ofMonth string) (*Sheet, error) {
	own, err := s.Own(ctx, secret, ofMonth)
	if err != nil {
		return nil, err
	}
	q := s.db.Query(ctx)
	sheet := &Sheet{Month: own.Month, By: ByPerson, Person: own.TeamMember, now: q.Now}
	if sheet.Organization, err = q.Organizations().ByID(own.Project.OrganizationID); err != nil {
		return nil, err
	}
	for i := range own.Hours {
		own.Hours[i].Member = *own.TeamMember
	}
	slices.Reverse(own.Hours)
	sheet.fill(own.Hours)
	return sheet, nil
}

func (s *Sheet) fill(list []models.HourEntry) {
	at := map[string]int{}
	for i := range list {
		h := &list[i]
		if h.State == models.HoursReturned {
			continue
		}
		key, name, erased := cmp.Or(h.Member.EmailKey, h.MemberID), h.Member.Name, 0
		if s.By == ByProject {
			key, name = h.ProjectID, h.Project.Title
		} else if name == "" {
			erased = h.Member.Number
		}
		n, ok := at[key]
		if !ok {
			n = len(s.Groups)
			at[key] = n
			s.Groups = append(s.Groups, SheetGroup{Name: name, Erased: erased})
		}
		s.Groups[n].Rows = append(s.Groups[n].Rows, *h)
		s.Groups[n].Totals.add(h)
		s.Totals.add(h)
	}
	slices.SortStableFunc(s.Groups, func(a, b SheetGroup) int { return strings.Compare(a.Name, b.Name) })
}

// PersonName is what a person of a team is called: by their number once the name is erased.
func PersonName(texts *i18n.Localizer, m *models.TeamMember) string {
	if m.Name == "" {
		return texts.T("project.erased_person", "n", m.Number)
	}
	return m.Name
}

func (s *Sheet) name(texts *i18n.Localizer, g *SheetGroup) string {
	if g.Erased > 0 {
		return texts.T("project.erased_person", "n", g.Erased)
	}
	return g.Name
}

// hours are minutes as a number of hours, to a hundredth.
func hours(minutes int) float64 { return math.Round(float64(minutes)/60*100) / 100 }

// Hours are minutes as people read them in a sheet: 2.5.
func Hours(minutes int) string {
	return strconv.FormatFloat(hours(minutes), 'f', -1, 64)
}

// When is from when until when hours were given, "" where only a length was entered.
func When(h *models.HourEntry) string {
	if h.StartsAt == nil || h.EndsAt == nil {
		return ""
	}
	return clock(*h.StartsAt, *h.EndsAt, h.Project.Zone())
}

func clock(from, until time.Time, zone *time.Location) string {
	end := until.In(zone).Format("15:04")
	if end == "00:00" {
		end = "24:00"
	}
	return from.In(zone).Format("15:04") + "–" + end
}

func timeKey(h *models.HourEntry) string {
	if h.InWork {
		return "hours.time_work"
	}
	return "hours.time_own"
}

// Tables are the sheets of the workbook: each entry, and the sums.
func (s *Sheet) Tables(texts *i18n.Localizer) []table.Table {
	t := texts.T
	rows := func(yield func([]any, error) bool) {
		for g := range s.Groups {
			for i := range s.Groups[g].Rows {
				h := &s.Groups[g].Rows[i]
				row := []any{
					table.Day(h.Date()), When(h), PersonName(texts, &h.Member), h.Project.Title, h.Words, t(timeKey(h)),
					hours(h.Minutes), t("hours.state_" + string(h.State)),
				}
				if !yield(row, nil) {
					return
				}
			}
		}
	}
	sums := func(yield func([]any, error) bool) {
		for g := range s.Groups {
			group := &s.Groups[g]
			row := []any{
				s.name(texts, group), hours(group.Totals.InWork), hours(group.Totals.Own), hours(group.Totals.Approved),
				hours(group.Totals.Waiting), hours(group.Totals.All()),
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return []table.Table{
		{
			Name: texts.Month(s.Month), Rows: rows,
			Header: []string{
				t("hours.day"), t("hours.clock"), t("hours.person"), t("project.name"), t("hours.words"), t("hours.time"),
				t("hours.hours"), t("hours.state"),
			},
		},
		{
			Name: t("hours.sums"), Rows: sums,
			Header: []string{
				t("hours.by_" + s.By), t("hours.time_work"), t("hours.time_own"), t("hours.state_approved"),
				t("hours.state_waiting"), t("hours.sum"),
			},
		},
	}
}

// SheetPDF makes the sheet as a PDF.
func (s *Service) SheetPDF(texts *i18n.Localizer, sheet *Sheet) ([]byte, error) {
	t := texts.T
	count := func(minutes int) string { return t("hours.n_hours", "n", Hours(minutes)) }
	paper := &pdf.HourSheet{
		Title: t("hours.sheet_of", "month", texts.Month(sheet.Month)), Organization: sheet.Organization,
		IssuedAt: sheet.now.In(models.DefaultZone), Signs: sheet.Person != nil,
		Sums: []pdf.HourSum{
			{Label: t("hours.sum"), Value: count(sheet.Totals.All())},
			{Label: t("hours.time_work"), Value: count(sheet.Totals.InWork)},
			{Label: t("hours.time_own"), Value: count(sheet.Totals.Own)},
			{Label: t("hours.state_waiting"), Value: count(sheet.Totals.Waiting)},
		},
	}
	for g := range sheet.Groups {
		group := &sheet.Groups[g]
		part := pdf.HourGroup{Name: sheet.name(texts, group), Sum: Hours(group.Totals.All())}
		for i := range group.Rows {
			h := &group.Rows[i]
			who := h.Project.Title
			if sheet.By == ByProject {
				who = PersonName(texts, &h.Member)
			}
			part.Rows = append(part.Rows, pdf.HourRow{
				Day: texts.ShortDate(h.Date()), When: When(h), What: strings.TrimSpace(h.Words), Who: who, Time: t(timeKey(h)),
				State: t("hours.state_" + string(h.State)), Hours: Hours(h.Minutes),
			})
		}
		paper.Groups = append(paper.Groups, part)
	}
	return s.Papers.HourSheet(texts, paper)
}

// CertificatePDF makes the certificate of a person's approved hours at a project, by the mailed secret. Errors:
// NotFound; Conflict where none are approved.
func (s *Service) CertificatePDF(ctx context.Context, texts *i18n.Localizer, secret string) ([]byte, error) {
	own, err := s.Own(ctx, secret, "")
	if err != nil {
		return nil, err
	}
	checked, err := s.certified(ctx, own.TeamMember)
	if err != nil {
		return nil, err
	}
	if checked.Minutes == 0 {
		return nil, models.NewError(models.CodeConflict, "hours.none_approved")
	}
	q := s.db.Query(ctx)
	paper := &pdf.HourCertificate{
		Organization: checked.Organization, Name: own.Name, Project: own.Project.Title, Number: checked.Number,
		Role: texts.T("project.role_" + string(own.Role)), Hours: texts.T("hours.n_hours", "n", Hours(checked.Minutes)),
		Period:  texts.Date(checked.From) + " – " + texts.Date(checked.Until),
		Address: s.BaseURL + own.Check, IssuedAt: q.Now.In(own.Project.Zone()),
	}
	if paper.Check, err = ticket.NewQR(paper.Address); err != nil {
		return nil, err
	}
	return s.Papers.HourCertificate(texts, paper)
}

// CheckPage is what whoever holds a certificate of hours may know of it: what is on file now. IsKnown is false where
// nothing is.
type CheckPage struct {
	IsKnown               bool
	Number, Name, Project string
	Organization          *models.Organization
	Minutes               int
	From, Until           time.Time
}

// Hours are the approved hours.
func (p *CheckPage) Hours() string { return Hours(p.Minutes) }

// Check finds what is true of the certificate with a code. Everybody who holds the code may call it.
func (s *Service) Check(ctx context.Context, code string) (*CheckPage, error) {
	id, ok := link.ID(code)
	if !ok || !models.ValidID(id) || !link.Equal(code, s.Links.Hours(id)) {
		return &CheckPage{}, nil
	}
	m, err := s.db.Query(ctx).Projects().Member(id)
	if models.CodeOf(err) == models.CodeNotFound || err == nil && m.ErasedAt != nil {
		return &CheckPage{}, nil
	}
	if err != nil {
		return nil, err
	}
	page, err := s.certified(ctx, m)
	if err != nil {
		return nil, err
	}
	page.IsKnown = page.Minutes > 0
	return page, nil
}

func (s *Service) certified(ctx context.Context, m *models.TeamMember) (*CheckPage, error) {
	q := s.db.Query(ctx)
	page := &CheckPage{
		Name: m.Name, Project: m.Project.Title,
		Number: m.Project.StartedOn[:4] + "-" + strings.ToUpper(m.ID[:8]) + "-" + strconv.Itoa(m.Number),
	}
	var err error
	if page.Organization, err = q.Organizations().ByID(m.Project.OrganizationID); err != nil {
		return nil, err
	}
	list, err := q.Hours().OfMember(m.ID)
	if err != nil {
		return nil, err
	}
	for i := range list {
		h := &list[i]
		if h.State != models.HoursApproved {
			continue
		}
		page.Minutes += h.Minutes
		page.From = h.Date() // the newest is first
		if page.Until.IsZero() {
			page.Until = h.Date()
		}
	}
	return page, nil
}
