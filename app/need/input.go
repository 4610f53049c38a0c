package need

import (
	"time"

	"meguri/app/service/check"
	"meguri/models"
)

// How long the texts of a need may be, in letters.
const (
	maxTitle = 80
	maxText  = 1000
	maxLine  = 120
	maxNote  = 300
)

// Input is what staff type about a need.
type Input struct {
	Version int    `form:"version"`
	Title   string `form:"title"`
	Trouble string `form:"trouble"`
	Better  string `form:"better"`
	Means   string `form:"means"`
	Task    string `form:"task"`

	Deliverable  string           `form:"deliverable"`
	Theme        models.NeedTheme `form:"theme"`
	Effort       models.Effort    `form:"effort"`
	Way          models.NeedWay   `form:"way"`
	Place        string           `form:"place"`
	Deadline     string           `form:"deadline"`
	AtHome       bool             `form:"at_home"`
	WithMinors   bool             `form:"with_minors"`
	ContactName  string           `form:"contact_name"`
	ContactEmail string           `form:"contact_email"`
	ContactPhone string           `form:"contact_phone"`
	// Voice is the voice of which a new need is made, Phoned that somebody told it.
	Voice  string `form:"voice"`
	Phoned bool   `form:"phoned"`
}

// InputOf is what a form shows of a need.
func InputOf(n *models.Need) *Input {
	return &Input{
		Version: n.Version, Title: n.Title, Trouble: n.Trouble, Better: n.Better, Means: n.Means, Task: n.Task,
		Deliverable: n.Deliverable, Theme: n.Theme, Effort: n.Effort, Way: n.Way, Place: n.Place, Deadline: n.Deadline,
		AtHome: n.AtHome, WithMinors: n.WithMinors,
		ContactName: n.ContactName, ContactEmail: n.ContactEmail, ContactPhone: n.ContactPhone,
	}
}

func (in *Input) read() (*models.Need, error) {
	c := check.New()
	n := &models.Need{
		Title:       c.NoURL("title", c.Line("title", in.Title, maxTitle, check.Required)),
		Trouble:     c.Text("trouble", in.Trouble, maxText, check.Optional),
		Better:      c.Text("better", in.Better, maxText, check.Optional),
		Means:       c.Text("means", in.Means, maxText, check.Optional),
		Task:        c.Line("task", in.Task, maxLine, check.Optional),
		Deliverable: c.Line("deliverable", in.Deliverable, maxLine, check.Optional),
		Theme:       choice(c, "theme", in.Theme, models.NeedThemes),
		Effort:      choice(c, "effort", in.Effort, models.Efforts),
		Way:         choice(c, "way", in.Way, models.NeedWays),
		Place:       c.Line("place", in.Place, maxLine, check.Optional),
		Deadline:    day(c, "deadline", in.Deadline),
		AtHome:      in.AtHome, WithMinors: in.WithMinors,
		ContactName:  c.Line("contact_name", in.ContactName, maxLine, check.Optional),
		ContactPhone: c.Line("contact_phone", in.ContactPhone, maxLine, check.Optional),
	}
	n.ContactEmail, n.ContactKey = c.Email("contact_email", in.ContactEmail, check.Optional)
	return n, c.Err()
}

// choice is one of the allowed, or nothing.
func choice[T ~string](c *check.Checker, field string, typed T, allowed []T) T {
	if typed == "" {
		return ""
	}
	return check.Choice(c, field, typed, allowed)
}

func day(c *check.Checker, field, typed string) string {
	if typed == "" {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, typed); err != nil {
		c.Fault(field, "need.date_form")
		return ""
	}
	return typed
}

// take puts what was typed into a need.
func take(n, typed *models.Need) {
	n.Title, n.Trouble, n.Better, n.Means = typed.Title, typed.Trouble, typed.Better, typed.Means
	n.Task, n.Deliverable, n.Theme, n.Effort = typed.Task, typed.Deliverable, typed.Theme, typed.Effort
	n.Way, n.Place, n.Deadline = typed.Way, typed.Place, typed.Deadline
	n.AtHome, n.WithMinors = typed.AtHome, typed.WithMinors
	n.ContactName, n.ContactEmail, n.ContactKey = typed.ContactName, typed.ContactEmail, typed.ContactKey
	n.ContactPhone = typed.ContactPhone
}

// AgreementInput is what was agreed.
type AgreementInput struct {
	Version   int    `form:"version"`
	Agreement string `form:"agreement"`
}

func (in *AgreementInput) read() (string, error) {
	c := check.New()
	agreed := c.Text("agreement", in.Agreement, maxText, check.Required)
	return agreed, c.Err()
}

func (in *MoveInput) note() (string, error) {
	c := check.New()
	note := c.Line("talking_with", in.TalkingWith, maxNote, check.Optional)
	check.Choice(c, "to", in.To, models.NeedStates)
	return note, c.Err()
}

// AskInput is what somebody asks for in the form for everybody.
type AskInput struct {
	Title        string `form:"title"`
	Trouble      string `form:"trouble"`
	Better       string `form:"better"`
	Means        string `form:"means"`
	ContactName  string `form:"contact_name"`
	ContactEmail string `form:"contact_email"`
	ContactPhone string `form:"contact_phone"`
	Agrees       bool   `form:"agrees"`
}

func (in *AskInput) read() (*models.Need, error) {
	c := check.New()
	n := &models.Need{
		Title:        c.NoURL("title", c.Line("title", in.Title, maxTitle, check.Required)),
		Trouble:      c.Text("trouble", in.Trouble, maxText, check.Required),
		Better:       c.Text("better", in.Better, maxText, check.Optional),
		Means:        c.Text("means", in.Means, maxText, check.Optional),
		ContactName:  c.Line("contact_name", in.ContactName, maxLine, check.Required),
		ContactPhone: c.Line("contact_phone", in.ContactPhone, maxLine, check.Optional),
	}
	n.ContactEmail, n.ContactKey = c.Email("contact_email", in.ContactEmail, check.Required)
	if !in.Agrees {
		c.Fault("agrees", "need.must_agree")
	}
	return n, c.Err()
}
