package member

import "meguri/models"

// maxName is the most characters of a name.
const maxName = 100

// AddInput gives a person a role. Name and Locale serve where the address has no account yet.
type AddInput struct {
	Email  string      `form:"email"`
	Name   string      `form:"name"`
	Role   models.Role `form:"role"`
	Locale string      // of the page, no field of the form
	// By are the roles there of who gives it. They are no field of the form.
	By []models.Role
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
