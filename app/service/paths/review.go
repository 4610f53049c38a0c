package paths

import "net/url"

// ReviewPrefix begins the pages on which people answer about a project that is over; they hold a secret.
const ReviewPrefix = "/closing/"

// Review is the page of who is asked about a project that is over.
type Review string

// OfReview is of the person whose mailed link has the secret.
func OfReview(secret string) Review { return Review(ReviewPrefix + url.PathEscape(secret)) }

// Report holds thanks of the other side.
func (p Review) Report(id string) string { return string(p) + "/thanks/" + url.PathEscape(id) }

// Unpublish takes back that it may be published what changed.
func (p Review) Unpublish() string { return string(p) + "/unpublish" }

// Erase takes away who the person is.
func (p Review) Erase() string { return string(p) + "/erase" }

// Closings is what is asked about projects that are over.
func (p StaffProjects) Closings() string { return string(p) + "/closings" }

// Former is the list of imports of projects of former years; only organizations have it.
func (p StaffProjects) Former() StaffFormer { return StaffFormer(string(p) + "/former") }

// Closing is what both sides say of it.
func (p StaffProject) Closing() string { return string(p) + "/closing" }

// Review decides of what somebody answered.
func (p StaffProject) Review(id string) string { return p.Closing() + "/" + url.PathEscape(id) }

// StaffFormer is where projects of former years are imported.
type StaffFormer string

// Store stores what the preview showed.
func (p StaffFormer) Store() string { return string(p) + "/store" }

// Template is a file to fill in.
func (p StaffFormer) Template() string { return string(p) + "/template.csv" }

// Undo takes an import back.
func (p StaffFormer) Undo(id string) string { return string(p) + "/" + url.PathEscape(id) + "/undo" }
