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
}

// TokenInput is a new API token.
type TokenInput struct {
	Name string      `form:"token_name"` // what it is for
	Role models.Role `form:"token_role"`
}
