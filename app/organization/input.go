package organization

import "meguri/models"

// maxName is the most characters of an organization's name.
const maxName = 200

// maxAbout and maxCity are the most of what it does and of where.
const (
	maxAbout = 2000
	maxCity  = 100
)

// Input is what an owner typed about their organization.
type Input struct {
	NameJa string        `form:"name_ja"`
	NameEn string        `form:"name_en"`
	Sector models.Sector `form:"sector"`
	URL    string        `form:"url"`
	// Logo is the uploaded file, nil where none was sent. RemoveLogo goes without one.
	AltJa      string `form:"alt_ja"`
	AltEn      string `form:"alt_en"`
	Logo       []byte
	RemoveLogo bool `form:"remove_logo"`
	// OwnersGiveRoles keeps the giving of roles to owners.
	OwnersGiveRoles bool `form:"owners_give_roles"`
	// What it does, where, and whether everybody sees its page.
	AboutJa  string `form:"about_ja"`
	AboutEn  string `form:"about_en"`
	Area     string `form:"area"`
	City     string `form:"city"`
	IsListed bool   `form:"is_listed"`
	// TakesRequests lets people ask on that page to join.
	TakesRequests bool `form:"takes_requests"`
}
