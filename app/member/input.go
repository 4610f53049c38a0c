package member

import "meguri/models"

// maxName is the most characters of a name.
const maxName = 100

// AddInput gives a person a role. Name and Locale serve where the address has no account yet.
type AddInput struct {
	Email string `form:"email"`
	// Emails are several addresses, for AddMany.
	Emails string      `form:"emails"`
	Name   string      `form:"name"`
	Role   models.Role `form:"role"`
	Until  string      `form:"until"` // on the clock of the scope, "" for a role that does not end by itself
	Locale string      // of the page, no field of the form
	// By are the roles there of who gives it. They are no field of the form.
	By []models.Role
}

// ChangeInput gives another role, or another end, to somebody who has one.
type ChangeInput struct {
	Role  models.Role `form:"role"`
	Until string      `form:"until"`
	// Me and By are who changes it and their roles there. They are no fields of the form.
	Me string
	By []models.Role
}

// Filter chooses which members a page shows. What is not understood leaves nobody out.
type Filter struct {
	Search string      `query:"q"`
	Role   models.Role `query:"role"`
	Sort   string      `query:"sort"`
	Page   string      `query:"page"`
}

// TokenInput is a new API token.
type TokenInput struct {
	Name string      `form:"token_name"` // what it is for
	Role models.Role `form:"token_role"`
	Days int         `form:"token_days"` // until it ends; DefaultTokenDays if 0
}

// DefaultTokenDays is how many days a token lasts by default, MaxTokenDays the most that may be asked for.
const (
	DefaultTokenDays = 90
	MaxTokenDays     = 730
)

// TokenDays are the choices of the form.
var TokenDays = []int{7, 30, DefaultTokenDays, 180, 365}
