package web

import (
	"slices"
	"strings"
	"time"

	"meguri/app/service/paths"
	"meguri/models"
)

// Section is one entry of the menu of an event's staff pages. Text is a language key, Icon a symbol of
// templates/partials/icons.html.
type Section struct {
	Path       func(paths.StaffEvent, *models.Marks) string
	Text, Icon string
	Permission models.Permission
	mark       func(*models.Event, *models.Marks, time.Time) Mark
	// Tabs are the pages that the entry gathers: tabs lead from each to the others.
	Tabs []Section
}

// Pages are the pages that an entry leads to: itself, or those that it gathers.
func (s Section) Pages() []Section {
	if len(s.Tabs) > 0 {
		return s.Tabs
	}
	return []Section{s}
}

// SectionGroup is a part of the menu. Text is a language key, "" for none.
type SectionGroup struct {
	Text     string
	Sections []Section
}

// Mark is the state of a part of an event, at the end of its entry in the menu.
type Mark struct {
	// Kind is one of the kinds below, "" for no mark.
	Kind string
	// Count is how many there are, or how many need a person.
	Count int
}

// The kinds of marks.
const (
	markCount     = "count"
	markDone      = "done"
	markComing    = "coming"
	markAttention = "attention"
	markRunning   = "running"
)

// SectionGroups are the staff pages of an event, in the order in which its menu shows them.
var SectionGroups = []SectionGroup{
	{"", []Section{
		{fixed(dashboard), "common.nav_dashboard", "home", models.SeeDesk, nil, nil},
		{fixed(paths.StaffEvent.Registrations), "registration.people", "people", models.SeePeople, countPeople, nil},
	}},
	{groupPrepare, []Section{
		{fixed(paths.StaffEvent.Edit), "event.edit", "info", models.EditEvent, markBasics, nil},
		{fixed(paths.StaffEvent.Face), "face.title", "image", models.EditEvent, nil, nil},
		{fixed(paths.StaffEvent.TicketTypes), "ticket_type.title", "seat", models.EditEvent, markTypes, placeSections},
		{fixed(paths.StaffEvent.Agenda), "agenda.title", "list", models.EditEvent, markAgenda, nil},
		{fixed(paths.StaffEvent.Speakers), "agenda.speakers", "voice", models.EditEvent, nil, nil},
		{fixed(paths.StaffEvent.Accessibility), "accessibility.title", "heart", models.EditPeople, countAsked, nil},
		{fixed(paths.StaffEvent.Publicity), "publicity.title", "news", models.EditEvent, nil, publicitySections},
		{fixed(paths.StaffEvent.Messages), "message.title", "send", models.EditPeople, nil, nil},
		{fixed(paths.StaffEvent.Mails), "mail.outbox", "mail", models.SeeMail, markMails, nil},
		{fixed(paths.StaffEvent.Surveys), "survey.title", "form", models.EditSurvey, markSurveys, nil},
		{fixed(paths.StaffEvent.Privacy), "privacy.title", "lock", models.EditEvent, nil, nil},
		{fixed(paths.StaffEvent.Members), "member.title", "person", models.GiveRoles, nil, nil},
	}},
	{groupDay, []Section{
		{fixed(paths.StaffEvent.Reception), "reception.title", "scan", models.Admit, markReception, receptionSections},
		{fixed(paths.StaffEvent.Devices), "device.title", "phone", models.EditEvent, nil, nil},
		{fixed(paths.StaffEvent.Announcements), "announcement.desk", "horn", models.RunRoom, nil, nil},
		{fixed(paths.StaffEvent.AgendaDay), "agenda.day_title", "clock", models.RunRoom, nil, nil},
		{fixed(paths.StaffEvent.Rally), "rally.title", "flag", models.Admit, nil, nil},
		{fixed(paths.StaffEvent.Voices), "desk.room", "talk", models.RunRoom, markRoom, roomSections},
	}},
	{groupResults, []Section{
		{fixed(paths.StaffEvent.Statistics), "statistic.title", "chart", models.SeePeople, nil, nil},
		{fixed(paths.StaffEvent.Report), "report.title", "report", models.SeeResults, nil, reportSections},
		{fixed(paths.StaffEvent.Outcome), "desk.records", "clip", models.EditEvent, nil, recordSections},
		{fixed(paths.StaffEvent.Needs), "need.title", "buoy", models.EditNeeds, nil, nil},
		{latestResults, "survey.results_title", "pie", models.SeeResults, markResults, nil},
		{fixed(paths.StaffEvent.Audit), "audit.title", "log", models.SeeAudit, nil, nil},
	}},
}

// The groups of the menu: what they are called.
const (
	groupPrepare = "desk.group_prepare"
	groupDay     = "desk.group_day"
	groupResults = "desk.group_results"
)

// publicitySections are the pages that lead people to the event, and to the next one.
var publicitySections = []Section{
	{fixed(paths.StaffEvent.Publicity), "publicity.title", "", models.EditEvent, nil, nil},
	{fixed(paths.StaffEvent.Series), "series.title", "", models.EditEvent, nil, nil},
}

// placeSections are the pages about places: who may register, for what, and who gets one.
var placeSections = []Section{
	{fixed(paths.StaffEvent.TicketTypes), "ticket_type.title", "", models.EditEvent, nil, nil},
	{fixed(form), "form.title", "", models.EditEvent, nil, nil},
	{fixed(paths.StaffEvent.EntryCodes), "entry.title", "", models.EditEvent, nil, nil},
	{fixed(paths.StaffEvent.EntryInvitations), "invitation.title", "", models.EditPeople, nil, nil},
	{fixed(paths.StaffEvent.Lottery), "lottery.title", "", models.EditEvent, nil, nil},
	{fixed(paths.StaffEvent.WaitingList), "waiting_list.title", "", models.EditPeople, nil, nil},
	{fixed(sessionPlaces), "session_place.title", "", models.EditPeople, nil, nil},
}

// receptionSections are the pages about the doors and who passes them.
var receptionSections = []Section{
	{fixed(paths.StaffEvent.Reception), "reception.title", "", models.Admit, nil, nil},
	{fixed(paths.StaffEvent.WalkIn), "walk_in.title", "", models.Admit, nil, nil},
	{fixed(paths.StaffEvent.Inside), "inside.title", "", models.Admit, nil, nil},
	{fixed(paths.StaffEvent.Board), "board.title", "", models.Admit, nil, nil},
	{fixed(paths.StaffEvent.Forecast), "forecast.title", "", models.RunRoom, nil, nil},
	{fixed(paths.StaffEvent.Doors), "door.title", "", models.EditEvent, nil, nil},
}

// roomSections are the pages about what the room and those online say and see.
var roomSections = []Section{
	{fixed(paths.StaffEvent.Voices), "voice.desk", "", models.RunRoom, nil, nil},
	{fixed(paths.StaffEvent.Polls), "poll.desk", "", models.RunRoom, nil, nil},
	{fixed(paths.StaffEvent.ConsensusList), "consensus.title", "", models.RunRoom, nil, nil},
	{fixed(paths.StaffEvent.Words), "word.title", "", models.RunRoom, nil, nil},
	{fixed(paths.StaffEvent.Promises), "promise.title", "", models.RunRoom, nil, nil},
	{fixed(paths.StaffEvent.Captions), "caption.title", "", models.RunRoom, nil, nil},
	{fixed(paths.StaffEvent.Stage), "stage.desk", "", models.RunRoom, nil, nil},
	{fixed(paths.StaffEvent.Live), "live.desk", "", models.RunRoom, nil, nil},
}

// reportSections are the pages that tell what came of an event, and of the ones before.
var reportSections = []Section{
	{fixed(paths.StaffEvent.Report), "report.title", "", models.SeeResults, nil, nil},
	{fixed(paths.StaffEvent.Editions), "analysis.editions", "", models.SeeResults, nil, nil},
}

// recordSections are the pages about what stays of an event.
var recordSections = []Section{
	{fixed(paths.StaffEvent.Outcome), "outcome.title", "", models.EditEvent, nil, nil},
	{fixed(paths.StaffEvent.Materials), "event.materials", "", models.EditEvent, nil, nil},
	{fixed(paths.StaffEvent.Minutes), "minutes.title", "", models.EditEvent, nil, nil},
	{fixed(paths.StaffEvent.Record), "record.desk", "", models.EditEvent, nil, nil},
	{fixed(paths.StaffEvent.Meetings), "meeting.title", "", models.EditPeople, nil, nil},
	{fixed(paths.StaffEvent.Certificates), "certificate.desk", "", models.EditEvent, nil, nil},
	{fixed(paths.StaffEvent.Kit), "kit.title", "", models.EditEvent, nil, nil},
}

func fixed(path func(paths.StaffEvent) string) func(paths.StaffEvent, *models.Marks) string {
	return func(p paths.StaffEvent, _ *models.Marks) string { return path(p) }
}

func dashboard(p paths.StaffEvent) string { return string(p) }

func form(p paths.StaffEvent) string { return string(p.Form()) }

// latestResults leads to the results of the survey that was made last, and to the list of surveys without one.
func latestResults(p paths.StaffEvent, m *models.Marks) string {
	if m.LatestSurvey == "" || m.Surveys > 1 {
		return p.Surveys()
	}
	return p.Survey(m.LatestSurvey).Results()
}

func countPeople(_ *models.Event, m *models.Marks, _ time.Time) Mark { return Mark{markCount, m.Taken} }

// countAsked is what waits for an answer, until the event is over.
func countAsked(e *models.Event, m *models.Marks, now time.Time) Mark {
	if e.Ended(now) {
		return Mark{}
	}
	return Mark{markCount, m.Asked}
}

func markBasics(e *models.Event, _ *models.Marks, _ time.Time) Mark {
	missing := 0
	if !e.NamesVenue() && !e.HasStream() {
		missing++
	}
	if e.ContactEmail == "" && e.ContactPhone == "" {
		missing++
	}
	if missing > 0 {
		return Mark{markAttention, missing}
	}
	return Mark{Kind: markDone}
}

func markTypes(_ *models.Event, m *models.Marks, _ time.Time) Mark {
	if m.TicketTypes == 0 {
		return Mark{markAttention, 1}
	}
	return Mark{Kind: markDone}
}

func markAgenda(_ *models.Event, m *models.Marks, _ time.Time) Mark {
	if m.Clashes > 0 {
		return Mark{markAttention, m.Clashes}
	}
	return doneIf(m.Sessions > 0)
}

func markMails(_ *models.Event, m *models.Marks, _ time.Time) Mark {
	if m.FailedMails > 0 {
		return Mark{markAttention, m.FailedMails}
	}
	return Mark{}
}

func markSurveys(_ *models.Event, m *models.Marks, _ time.Time) Mark {
	if m.EmptySurveys > 0 {
		return Mark{markAttention, m.EmptySurveys}
	}
	return doneIf(m.Surveys > 0)
}

// receptionOpens is how long before an event its reception is taken to begin.
const receptionOpens = 2 * time.Hour

func markReception(e *models.Event, _ *models.Marks, now time.Time) Mark {
	switch {
	case !e.HasVenue() || e.State != models.EventPublished:
		return Mark{}
	case e.Ended(now):
		return Mark{Kind: markDone}
	case now.After(e.StartsAt.Add(-receptionOpens)):
		return Mark{Kind: markRunning}
	}
	return Mark{Kind: markComing}
}

func markRoom(e *models.Event, _ *models.Marks, now time.Time) Mark {
	switch {
	case !e.HasStream() || e.State != models.EventPublished:
		return Mark{}
	case e.LiveRoomIsOpen(now):
		return Mark{Kind: markRunning}
	}
	return doneIf(e.Ended(now))
}

func markResults(_ *models.Event, m *models.Marks, _ time.Time) Mark {
	if m.OpenSurveys > 0 {
		return Mark{Kind: markRunning}
	}
	return doneIf(m.ClosedSurveys > 0)
}

func doneIf(done bool) Mark {
	if done {
		return Mark{Kind: markDone}
	}
	return Mark{Kind: markComing}
}

// MenuGroup is a part of the menu on a page.
type MenuGroup struct {
	Text  string
	Links []Link
	// Open shows its entries; else its name alone is shown, until somebody opens it.
	Open bool
}

// Done counts the parts that are done, Marked those that can be.
func (g MenuGroup) Done() int { return g.count(markDone) }

// Waiting counts what needs a person.
func (g MenuGroup) Waiting() (n int) {
	for _, link := range g.Links {
		if link.Mark.Kind == markAttention {
			n += link.Mark.Count
		}
	}
	return n
}

// Marked counts the parts that are done or still to do.
func (g MenuGroup) Marked() int { return g.count(markDone, markComing, markAttention) }

func (g MenuGroup) count(kinds ...string) (n int) {
	for _, link := range g.Links {
		for _, kind := range kinds {
			if link.Mark.Kind == kind {
				n++
			}
		}
	}
	return n
}

// Link is one entry of a menu. Text is a language key.
type Link struct {
	URL, Text, Icon string
	Current         bool
	Mark            Mark
}

// Menu is the menu of the page's event, or of its organization: what the person may use of it. It is empty on pages of
// neither.
func (p *Page) Menu() ([]MenuGroup, error) {
	if p.Host != nil {
		return p.hostMenu(), nil
	}
	if p.Event == nil {
		return nil, nil
	}
	marks, err := p.marks()
	if err != nil {
		return nil, err
	}
	var menu []MenuGroup
	for _, group := range SectionGroups {
		if links := p.links(group.Sections, marks); len(links) > 0 {
			menu = append(menu, MenuGroup{Text: group.Text, Links: links})
		}
	}
	p.open(menu)
	return menu, nil
}

// shortMenu is how many entries fit every window.
const shortMenu = 12

// open opens the group of the time that it is for the event and that of the page; all of them where they are few.
func (p *Page) open(menu []MenuGroup) {
	entries := 0
	for _, group := range menu {
		entries += len(group.Links)
	}
	for i, group := range menu {
		isCurrent := slices.ContainsFunc(group.Links, func(l Link) bool { return l.Current })
		menu[i].Open = entries <= shortMenu || isCurrent || group.Text == p.phase()
	}
}

// phase is the group of the menu for what is to do now.
func (p *Page) phase() string {
	switch {
	case p.Event.Ended(p.Now):
		return groupResults
	case p.Event.IsToday(p.Now) && p.Event.State == models.EventPublished:
		return groupDay
	}
	return groupPrepare
}

// Tabs lead from the page to those that its entry of the menu gathers. There are none on other pages.
func (p *Page) Tabs() []Link {
	if p.Event == nil {
		return nil
	}
	for _, group := range SectionGroups {
		for _, section := range group.Sections {
			tabs := p.links(section.Tabs, nil)
			if len(tabs) > 1 && slices.ContainsFunc(tabs, func(l Link) bool { return l.Current }) {
				return tabs
			}
		}
	}
	return nil
}

// hostMenu is the menu of an organization: who manages its members may use all of it.
func (p *Page) hostMenu() []MenuGroup {
	home := paths.OfStaffOrganization(p.Host.Slug)
	links := []Link{
		{URL: paths.StaffHome, Text: "event.staff_index", Icon: "home"},
		{URL: string(home), Text: "organization.title", Icon: "image"},
		{URL: home.Members(), Text: "member.title", Icon: "person"},
		{URL: home.Audit(), Text: "audit.title", Icon: "log"},
		{URL: home.Circulation(), Text: "circulation.own_title", Icon: "switch"},
		{URL: home.Feeds(), Text: "federation.title", Icon: "news"},
	}
	for i := range links {
		links[i].Current = p.Path == links[i].URL
	}
	if !models.Holds(p.roles, models.ManageMembers) {
		links = links[:1]
	}
	register := string(home.Register())
	if models.Holds(p.roles, models.KeepRegister) {
		links = append(links, Link{
			URL: register, Text: "register.title", Icon: "people", Current: strings.HasPrefix(p.Path, register),
		})
		budget := string(home.Budget())
		links = append(links, Link{
			URL: budget, Text: "budget.title", Icon: "clock", Current: strings.HasPrefix(p.Path, budget),
		})
	}
	if joint := home.JointUses(); models.Holds(p.roles, models.SeeEvent) {
		links = append(links, Link{
			URL: joint, Text: "joint_use.title", Icon: "lock", Current: strings.HasPrefix(p.Path, joint),
		})
	}
	if held := home.Series(); models.Holds(p.roles, models.SeeEvent) {
		links = append(links, Link{URL: held, Text: "series.title", Icon: "list", Current: strings.HasPrefix(p.Path, held)})
	}
	needs := home.Needs()
	if models.Holds(p.roles, models.EditNeeds) {
		links = append(links, Link{URL: needs, Text: "need.title", Icon: "buoy", Current: strings.HasPrefix(p.Path, needs)})
	}
	for i := range links {
		links[i].Current = links[i].Current || links[i].URL == home.Feeds() && strings.HasPrefix(p.Path, home.Feeds()+"/")
	}
	for _, below := range []string{home.Members() + "/", string(home) + "/accounts/"} {
		for i := range links {
			links[i].Current = links[i].Current || links[i].URL == home.Members() && strings.HasPrefix(p.Path, below)
		}
	}
	return []MenuGroup{{Links: links}}
}

func (p *Page) links(sections []Section, marks *models.Marks) []Link {
	var links []Link
	for _, s := range sections {
		if !models.Holds(p.roles, s.Permission) {
			continue
		}
		link := Link{URL: s.Path(p.Staff(), marks), Text: s.Text, Icon: s.Icon}
		link.Current = slices.ContainsFunc(s.Pages(), func(page Section) bool {
			return p.in(page, page.Path(p.Staff(), marks))
		})
		if s.mark != nil {
			link.Mark = s.mark(p.Event, marks, p.Now)
		}
		links = append(links, link)
	}
	return links
}

// NeedsPerson reports whether a part of the menu needs a person.
func NeedsPerson(menu []MenuGroup) bool {
	for _, group := range menu {
		if group.count(markAttention) > 0 {
			return true
		}
	}
	return false
}

// in reports whether the page is the section's own or lies below it. All lie below the dashboard, so it is current only
// itself; the results of surveys are a section of their own.
func (p *Page) in(s Section, section string) bool {
	isResults := strings.HasSuffix(p.Path, "/results") && strings.HasPrefix(p.Path, p.Staff().Surveys()+"/")
	ofResults := s.Permission == models.SeeResults && strings.HasPrefix(section, p.Staff().Surveys())
	if ofResults || isResults {
		return ofResults && (isResults || !p.Can(string(models.EditSurvey)) && p.Path == section)
	}
	return p.Path == section || (section != string(p.Staff()) && strings.HasPrefix(p.Path, section+"/"))
}

func sessionPlaces(p paths.StaffEvent) string { return string(p.SessionPlaces()) }
