package web

import (
	"strings"

	"meguri/models"
)

// Section is one entry of the menu of an event's staff pages. Text is a language key.
type Section struct {
	Path, Text string
	Permission models.Permission
}

// Sections are the staff pages of an event, in the order in which its menu shows them. Path comes after
// /staff/events/:slug.
var Sections = []Section{
	{"", "common.nav_dashboard", models.SeeEvent},
	{"/people", "common.nav_people", models.SeePeople},
	{"/types", "common.nav_types", models.EditEvent},
	{"/agenda", "common.nav_agenda", models.EditEvent},
	{"/reception", "common.nav_reception", models.Admit},
	{"/room", "common.nav_room", models.RunRoom},
	{"/surveys", "common.nav_surveys", models.SeeResults},
	{"/mails", "common.nav_mails", models.SeeMail},
	{"/members", "common.nav_members", models.ManageMembers},
}

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
	home := string(p.Staff())
	for _, s := range Sections {
		if models.Holds(p.roles, s.Permission) {
			links = append(links, Link{home + s.Path, s.Text, p.in(home, s.Path)})
		}
	}
	return links
}

// in reports whether the page is the section's own or lies below it. The first section is at the top, so it is
// current only itself.
func (p *Page) in(home, section string) bool {
	return p.Path == home+section || (section != "" && strings.HasPrefix(p.Path, home+section+"/"))
}
