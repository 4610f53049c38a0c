package account

// The most characters of what people type about themselves.
const (
	maxName  = 100
	maxEmail = 254
)

// CreateInput is a new account.
type CreateInput struct{ Email, Name, Password, Locale string }

// SignInInput is an attempt to sign in.
type SignInInput struct {
	Email    string `form:"email"`
	Password string `form:"password"`
	Next     string `form:"next"` // the path of the page that was asked for
	// Network is the client's network. It is no field of the form, nor is the browser.
	Network string
	Browser
}

// Browser is what a browser sends with each request.
type Browser struct {
	UserAgent string
	// Device is the cookie of a browser that has signed in before, Replaces that of the login that it has now.
	Device, Replaces string
}

// ProfileInput is how colleagues see an account, and the language of its mails.
type ProfileInput struct {
	Name   string `form:"name"`
	Locale string `form:"locale"`
}

// PasswordInput replaces a password by another.
type PasswordInput struct {
	Current  string `form:"current"`
	Password string `form:"password"`
}

// ForgotInput asks for a link to set a password.
type ForgotInput struct {
	Email string `form:"email"`
}

// ResetInput sets a password with a mailed link.
type ResetInput struct {
	Password string `form:"password"`
}
