package web

import (
	"strings"

	"meguri/app/service/paths"
	"meguri/models"
)

// Section is one entry of the menu of an event's staff pages. Text is a language key.
type Section struct {
	Path       func(paths.StaffEvent) string
	Text       string
	Permission models.Permission
}

// Sections are the staff pages of an event, in the order in which its menu shows them.
var Sections = []Section{
	{dashboard, "common.nav_dashboard", models.SeeEvent},
	{paths.StaffEvent.Registrations, "common.nav_people", models.SeePeople},
	{paths.StaffEvent.TicketTypes, "common.nav_types", models.EditEvent},
	{paths.StaffEvent.Agenda, "common.nav_agenda", models.EditEvent},
	{paths.StaffEvent.Reception, "common.nav_reception", models.Admit},
	{paths.StaffEvent.Live, "common.nav_room", models.RunRoom},
	{paths.StaffEvent.Surveys, "common.nav_surveys", models.SeeResults},
	{paths.StaffEvent.Outcome, "common.nav_outcome", models.EditEvent},
	{paths.StaffEvent.Mails, "common.nav_mails", models.SeeMail},
	{paths.StaffEvent.Members, "common.nav_members", models.GiveRoles},
}

func dashboard(p paths.StaffEvent) string { return string(p) }

// Link is one entry of a menu. Text is a language key.
type Link struct {
	URL, Text string
	Current   bool
}

// Navigation is the menu of the page's event: what the person may use of it. It is empty on pages without an event.
func (p *Page) Navigation() []Link {
	if p.Event == nil {
		return nil
	}
	var links []Link
	for _, s := range Sections {
		if models.Holds(p.roles, s.Permission) {
			links = append(links, Link{s.Path(p.Staff()), s.Text, p.in(s)})
		}
	}
	return links
}

// in reports whether the page is the section's own or lies below it. All lie below the dashboard, so it is current only
// itself.
func (p *Page) in(s Section) bool {
	section := s.Path(p.Staff())
	return p.Path == section || (section != string(p.Staff()) && strings.HasPrefix(p.Path, section+"/"))
}
