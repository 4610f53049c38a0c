package paths

import "net/url"

// PublicProject is a project as everybody sees it.
func PublicProject(id string) string { return "/projects/" + url.PathEscape(id) }

// Named says whether the public page may name the person.
func (p TeamMember) Named() string { return string(p) + "/named" }

// Publications is what public pages tell of the projects in which it takes part.
func (p StaffOrganization) Publications() StaffPublications {
	return StaffPublications(string(p) + "/publications")
}

// StaffPublications is what public pages tell of projects; its methods are what is done with it.
type StaffPublications string

// Answer says yes or no to some of them.
func (p StaffPublications) Answer() string { return string(p) + "/answer" }

// Publication is that of one project.
func (p StaffPublications) Publication(id string) string { return string(p) + "/" + url.PathEscape(id) }
