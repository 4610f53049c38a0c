package web

import (
	"github.com/labstack/echo/v4"

	"meguri/app/registration"
	"meguri/models"
)

type signUpForm struct {
	*registration.SignUpPage
	Sectors []Option
}

// ShowSignUp shows the form to register, of the public page and of who registers again.
func (k *Kit) ShowSignUp(c echo.Context, page *registration.SignUpPage, form *Form) error {
	return k.ShowForm(c, "public/registration/new", signUpForm{page, k.sectors(c, models.PersonSectors)}, form)
}
